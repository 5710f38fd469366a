import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("Snakefile", "workflow", "notebooks", "profiles", "environment.yml")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of what the workflow consists of, so that its output touches nobody else's."""
    folder = tmp_path_factory.mktemp("checkout")
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, folder / part)
    return folder


@pytest.fixture(scope="module")
def snakemake(checkout):
    """Run snakemake in the copy; returns the finished process with its output as text."""

    def run(*arguments, **environment):
        return subprocess.run(
            [sys.executable, "-m", "snakemake", *arguments],
            cwd=checkout,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run
