"""A disk that fills up during a run: what is finished stays, and the run goes on when it has room."""

import os
import re
import shutil
import subprocess
import sys

import pytest

TRIADS = "data/smoke/tables/triad_response.csv"
JOB = "data/smoke/train/mg/rnn/set/0.8/1-2"
MODELS = ("models/1.safetensors", "models/2.safetensors")
RESULTS = tuple(f"{JOB}/{n}" for n in ("networks.npz", "history.csv", "origin.json", *MODELS))
LARGER = (
    "tasks: {mg: {hidden: 200, epochs: 3, snapshot_every: 1}}\n"
    "conditions:\n"
    "  - {tasks: [mg], models: [rnn], strategies: [set], sparsities: [0.8]}\n"
)

# There is room for the first checkpoint, and not for the networks as well.
FILLED = f"""
folder=$1 kept=$2; shift 2
mount -t tmpfs -o size=8m tmpfs "$folder" || exit 77
"$@" {TRIADS} || exit 1
head -c 6500k /dev/zero > "$folder/ballast"
"$@" {RESULTS[0]} && exit 2
echo "files when the disk was full:"; find "$folder/data" -type f; echo "end of files"
rm "$folder/ballast"
"$@" {RESULTS[0]} || exit 3
cp -r "$folder/data" "$kept"
"""


@pytest.fixture(scope="module")
def command(checkout):
    """The words that run the workflow in a folder; targets may follow."""
    (checkout / "larger.yaml").write_text(LARGER)
    files = [checkout / "workflow/config/smoke.yaml", checkout / "larger.yaml"]

    def words(folder):
        where = ["--snakefile", checkout / "Snakefile", "--directory", folder]
        return [
            sys.executable,
            "-m",
            "snakemake",
            *where,
            "--cores",
            "1",
            "--configfile",
            *files,
            "--",
        ]

    return words


@pytest.fixture(scope="module")
def filled(command, tmp_path_factory):
    """What a run said whose disk filled up, and the folder of its results once there was room."""
    if shutil.which("unshare") is None:
        pytest.skip("no disk of its own can be had here")
    disk, kept = (tmp_path_factory.mktemp(name) for name in ("disk", "kept"))
    own = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    words = [*own, "sh", "-c", FILLED, "sh", disk, kept, *command(disk)]
    done = subprocess.run(words, capture_output=True, text=True)
    shown = done.stdout + done.stderr
    if done.returncode == 77 or done.stderr.startswith("unshare:"):
        pytest.skip("no disk of its own can be had here")
    assert done.returncode == 0, shown
    return shown, kept


def test_the_error_names_the_file_and_what_to_do(filled):
    shown, _ = filled
    message = (
        rf"cannot write {JOB}/(networks\.npz|history\.csv|models/\d\.safetensors): No space left on"
        " device; the file is as it was before, make room and run again"
    )
    assert re.search(message, shown), shown


def test_what_is_finished_stays_and_nothing_is_left_half_written(filled):
    shown, _ = filled
    files = shown.split("files when the disk was full:\n")[1].split("end of files")[0].split()
    assert any(name.endswith(TRIADS) for name in files)
    left = {name.rpartition("/")[2] for name in files if f"/{JOB}/" in name}
    assert left <= {"checkpoint.npz"}, left


def test_the_run_goes_on_to_the_same_bytes_when_there_is_room(filled, command, tmp_path):
    _, kept = filled
    done = subprocess.run([*command(tmp_path), RESULTS[0]], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    for name in RESULTS:
        assert (kept / name).read_bytes() == (tmp_path / name).read_bytes()
    assert not [*(kept / JOB).glob("checkpoint*")]
