"""Two runs at once: of one configuration, of two, and in a folder of its own."""

import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

TABLE = "data/{}/tables/triad_response.csv"
SMOKE = ("--cores", "1", "--configfile", "workflow/config/smoke.yaml")


@contextmanager
def held(checkout):
    """Start a run and stop it once it has locked what it computes; let it go on afterwards."""
    words = [sys.executable, "-m", "snakemake", TABLE.format("smoke"), *SMOKE]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(words, cwd=checkout, **quiet) as first:
        while not any(path.stat().st_size for path in checkout.glob(".snakemake/locks/*output*")):
            assert first.poll() is None, "the run ended without a lock"
            time.sleep(0.05)
        first.send_signal(signal.SIGSTOP)
        try:
            yield first
        finally:
            first.send_signal(signal.SIGCONT)


@pytest.fixture(scope="module")
def runs(checkout, snakemake, tmp_path_factory):
    """How a run ended that was held while three others ran, and what became of these."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    with held(checkout) as first:
        others = {
            "same": snakemake(TABLE.format("smoke"), *SMOKE),
            "other": snakemake(TABLE.format("other"), *SMOKE, "--config", "profile=other"),
            "apart": snakemake(TABLE.format("smoke"), *SMOKE, "--directory", str(elsewhere)),
        }
    tables = {
        "first": checkout / TABLE.format("smoke"),
        "other": checkout / TABLE.format("other"),
        "apart": elsewhere / TABLE.format("smoke"),
    }
    return first.returncode, others, {name: path.read_bytes() for name, path in tables.items()}


def test_a_second_run_of_a_configuration_is_told_to_wait(runs):
    _, others, _ = runs
    assert others["same"].returncode != 0
    shown = others["same"].stdout + others["same"].stderr
    assert "Directory cannot be locked" in shown
    assert "It can be removed with the --unlock argument" in shown


def test_two_configurations_run_in_one_checkout(runs):
    _, others, _ = runs
    assert others["other"].returncode == 0, others["other"].stdout + others["other"].stderr


def test_a_folder_of_its_own_lets_the_same_configuration_run_twice(runs):
    _, others, _ = runs
    assert others["apart"].returncode == 0, others["apart"].stdout + others["apart"].stderr


def test_the_first_run_is_undisturbed_and_all_give_the_same_bytes(runs):
    code, _, tables = runs
    assert code == 0
    assert tables["first"] == tables["other"] == tables["apart"] != b""
