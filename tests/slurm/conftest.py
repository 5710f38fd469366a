import os
import runpy
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
Cluster = runpy.run_path(str(HERE / "cluster.py"))["Cluster"]
Run = runpy.run_path(str(HERE / "run.py"))["Run"]

# Each further time that nothing has ended the plugin waits ten seconds longer before it asks again.
PROFILE = ("--profile", "profiles/slurm", "--slurm-init-seconds-before-status-checks", "2")

OUTCOMES = pytest.StashKey[list]()


@pytest.fixture(scope="session")
def cluster(tmp_path_factory):
    """A Slurm cluster for all tests."""
    with Cluster(tmp_path_factory.mktemp("slurm")) as ours:
        yield ours


@pytest.fixture(scope="session")
def run_here(make_checkout):
    """Run the workflow to its end without a cluster."""
    return lambda *words: Run(make_checkout(), ("--cores", "2")).complete(*words)


@pytest.fixture
def on_cluster(make_checkout, cluster):
    """A run whose jobs go to the cluster, not started yet; nothing of it stays there."""
    run = Run(make_checkout(), PROFILE, cluster.environment)
    yield run
    run.stop()
    cancel = ["scancel", "--user", str(os.getuid())]
    subprocess.run(cancel, env=cluster.environment, timeout=60, check=True)


@pytest.fixture
def outcome(request):
    """Note what a fault did and how it ended, for the table at the end."""
    return request.config.stash.setdefault(OUTCOMES, []).append


def pytest_terminal_summary(terminalreporter, config):
    """Print the table of faults."""
    terminalreporter.section("what was tried on the cluster")
    for row in config.stash.get(OUTCOMES, []):
        terminalreporter.line(" | ".join(row))
