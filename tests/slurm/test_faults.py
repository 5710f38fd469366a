"""What breaks while a job trains on the cluster, and how the run ends: in the same bytes."""

import re
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest

PLACE = "mg/rnn/set/0.8/1-2"
TRAINED = f"data/smoke/train/{PLACE}/networks.npz"
CONFIGURATIONS = "workflow/config/smoke.yaml", str(Path(__file__).with_name("long.yaml"))
TRAINING = ("--configfile", *CONFIGURATIONS, "--", TRAINED)


@pytest.fixture(scope="module")
def undisturbed(run_here):
    """The results of a training that nothing disturbs."""
    return run_here(*TRAINING).results


@pytest.fixture
def training(on_cluster):
    """A run whose job trains and has just left a checkpoint on its way."""
    on_cluster.start(*TRAINING)
    checkpoint = on_cluster.checkout / Path(TRAINED).with_name("checkpoint.npz")
    end = time.monotonic() + 30 * 60
    while not (checkpoint.exists() and epoch_of(checkpoint)):
        assert on_cluster.process.poll() is None and time.monotonic() < end, on_cluster.text
        time.sleep(0.5)
    return on_cluster


def epoch_of(checkpoint):
    with np.load(checkpoint) as arrays:
        return int(arrays["progress/epoch"])


def resumed(run):
    """The epoch after which a run's training went on, 0 if it began anew."""
    log = (run.checkout / f"data/smoke/logs/train/{PLACE}.log").read_text()
    return int(re.search(r"resuming after epoch (\d+)|$", log)[1] or 0)


def slurm(cluster, *command):
    """Run a command of Slurm."""
    subprocess.run(command, env=cluster.environment, timeout=60, check=True)


def told(cluster, run, form):
    """What squeue tells of each job that a run submitted."""
    answers = dict(line.split("|") for line in cluster.ask("squeue", f"%i|{form}"))
    return [answers[job] for job in run.slurm_jobs]


def minutes(limit):
    """The minutes of a limit that Slurm writes as minutes and seconds, perhaps after hours."""
    *hours, whole, _ = map(int, limit.split(":"))
    return 60 * sum(hours) + whole


def test_a_node_that_dies_takes_no_job_with_it(cluster, training, undisturbed, outcome):
    (node,) = told(cluster, training, "%N")
    cluster.kill(node)
    code = training.finish()
    cluster.start(node)
    assert code == 0, training.text
    assert told(cluster, training, "%T") == ["COMPLETED"]
    assert told(cluster, training, "%N") != [node]
    assert training.results == undisturbed
    told_of = f"Slurm requeued its job, which resumed after epoch {resumed(training)}"
    outcome(("a node is killed", told_of, "same bytes"))


def test_a_job_with_too_little_memory_gets_more(cluster, on_cluster, undisturbed, outcome):
    on_cluster.complete("--set-resources", "train:mem_mb=300*attempt**2", *TRAINING)
    assert told(cluster, on_cluster, "%T") == ["FAILED", "COMPLETED"]
    assert told(cluster, on_cluster, "%m") == ["300M", "1200M"]
    assert "exceeded memory limit" in on_cluster.text
    assert on_cluster.results == undisturbed
    outcome(("a job exceeds its memory", "killed, again with 1200 for 300 MB", "same bytes"))


def test_a_job_with_too_little_time_goes_on_with_more(cluster, training, undisturbed, outcome):
    (job,) = training.slurm_jobs
    (before,) = told(cluster, training, "%l")
    slurm(cluster, "scontrol", "update", f"JobId={job}", "TimeLimit=1")  # there is none shorter
    slurm(cluster, "scancel", "--signal=STOP", job)  # or a fast machine ends the job in time
    assert training.finish() == 0, training.text
    assert told(cluster, training, "%T") == ["TIMEOUT", "COMPLETED"]
    assert training.results == undisturbed
    after = told(cluster, training, "%l")[1]
    assert minutes(after) > minutes(before)
    told_of = f"killed, resumed after epoch {resumed(training)} with {after} for {before}"
    outcome(("a job exceeds its time", told_of, "same bytes"))


def test_a_cancelled_job_goes_on(cluster, training, undisturbed, outcome):
    slurm(cluster, "scancel", *training.slurm_jobs)
    assert training.finish() == 0, training.text
    assert told(cluster, training, "%T") == ["CANCELLED", "COMPLETED"]
    assert training.results == undisturbed
    told_of = f"submitted again, resumed after epoch {resumed(training)}"
    outcome(("a job is cancelled (scancel)", told_of, "same bytes"))


def test_a_run_waits_for_slurms_controller(cluster, training, undisturbed, outcome):
    cluster.kill("slurmctld")
    time.sleep(45)
    cluster.start("slurmctld")
    assert training.finish() == 0, training.text
    assert told(cluster, training, "%T") == ["COMPLETED"]
    assert training.results == undisturbed
    assert resumed(training) == 0
    outcome(("slurmctld is away for 45 s", "its job trained on", "same bytes"))


def test_a_killed_snakemake_is_started_again(cluster, training, undisturbed, outcome):
    training.stop()
    training.start(*TRAINING)
    assert training.finish() == 1
    assert "Directory cannot be locked" in training.text
    (name,) = set(re.findall(r"SLURM run ID: (\S+)", training.text))
    slurm(cluster, "scancel", "--name", name)
    training.complete("--unlock", *TRAINING)
    training.complete(*TRAINING)
    assert told(cluster, training, "%T") == ["CANCELLED", "COMPLETED"]
    assert training.results == undisturbed
    told_of = f"told of the lock; scancel, --unlock, resumed after epoch {resumed(training)}"
    outcome(("snakemake is killed and started again", told_of, "same bytes"))
