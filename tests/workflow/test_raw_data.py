"""Raw files come and go: what the workflow makes of it, and that it leaves the reader's alone."""

import os
import shutil
from pathlib import Path

import pytest

from sparse_rnn.base.artifacts import load_record, save_record

MIRROR = os.environ.get("DATA_MIRROR")
FILE = "raw/sms/SMSSpamCollection"
CONFIG = """\
profile: smoke_sms
data: {raw: raw}
conditions:
  - {tasks: [sms], models: [rnn], strategies: [set], sparsities: [0.8]}
"""


@pytest.fixture
def run(checkout, snakemake):
    """Run the workflow with a folder of raw files of its own and no source of them but a mirror."""
    for folder in ("raw", ".snakemake"):  # with what Snakemake remembers of earlier fetches
        shutil.rmtree(checkout / folder, ignore_errors=True)
    (checkout / FILE).parent.mkdir(parents=True)
    (checkout / "sms.yaml").write_text(CONFIG)

    def run(*words, mirror="/nowhere", fails=False):
        options = "--cores", "1", "--configfile", "workflow/config/smoke.yaml", "sms.yaml"
        done = snakemake(*words, *options, DATA_MIRROR=mirror)
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        return done.stdout + done.stderr

    return run


def test_data_that_cannot_be_had_are_told_at_once_and_tried_each_time(run, checkout):
    assert "NOT AVAILABLE: sms, so what needs it is left out. no good copy" in run("raw/sms.json")
    for _ in range(2):
        told, tried, _ = run("raw/sms.json").partition("fetching the raw data of sms")
        assert "sms could not be had last time: no good copy" in told
        assert tried


def test_a_file_that_a_reader_put_there_stays_even_if_it_is_wrong(run, checkout):
    (checkout / FILE).write_text("mine")
    for _ in range(2):
        run("raw/sms.json")
        assert "4 bytes; expected sha256" in load_record(checkout / "raw/sms.json")["error"]
        assert (checkout / FILE).read_text() == "mine"


@pytest.mark.parametrize("retries", [0, 1])
def test_files_are_inputs_of_training_whose_checkpoints_survive_failures(run, checkout, retries):
    (checkout / FILE).write_text("mine")
    save_record(checkout / "raw/sms.json", {"files": {}})
    folder = checkout / "data/smoke_sms/train/sms/rnn/set/0.8/1-2"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "checkpoint.npz").write_bytes(b"state")
    target = str((folder / "networks.npz").relative_to(checkout))
    told = run(target, *(["--retries", "1"] if retries else []), fails=True)
    assert f"input: raw/sms.json, {FILE}" in told
    assert f"ValueError: {FILE} is corrupt or cut short" in told
    assert told.count("Trying to restart job") == retries
    assert (folder / "checkpoint.npz").read_bytes() == b"state"


@pytest.mark.skipif(not MIRROR or not (Path(MIRROR) / "sms").exists(), reason="no data of sms")
def test_a_missing_file_is_fetched_again_before_training(run, checkout):
    run("raw/sms.json", mirror=MIRROR)
    assert "Nothing to be done" in run("raw/sms.json", "--dry-run")
    (checkout / FILE).unlink()
    plan = run("networks", "--dry-run")
    assert plan.index("fetching the raw data of sms") < plan.index("training sms")
    run("raw/sms.json", mirror=MIRROR)
    assert (checkout / FILE).is_file()
