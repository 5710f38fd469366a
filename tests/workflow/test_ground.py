"""What the workflow and make do on unusual ground: no nproc, a checkout that cannot be written."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = (
    "src",
    "tests/drawing",
    "tests/conftest.py",
    "pyproject.toml",
    "constraints.txt",
    "requirements.lock",
    "Makefile",
)
needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="no make here")

LOCKED = """
mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" || exit 77
cd "$0" && exec "$@"
"""


def run_locked(folder, command, **variables):
    """Run a command in a folder that cannot be written, which for root takes a mount of its own."""
    as_root = ["unshare", "--mount", "sh", "-c", LOCKED, str(folder)] if os.geteuid() == 0 else []
    if as_root and shutil.which("unshare") is None:
        pytest.skip("root can write everywhere here")
    every = [folder, *folder.rglob("*")]
    for path in every:
        path.chmod(path.stat().st_mode & ~0o222)
    environment = os.environ | {"PYTHONPATH": str(folder / "src")} | variables
    try:
        where = {"cwd": folder, "env": environment}
        done = subprocess.run([*as_root, *command], **where, capture_output=True)
    finally:
        for path in every:
            path.chmod(path.stat().st_mode | 0o200)
    if as_root and (done.returncode == 77 or done.stderr.startswith(b"unshare:")):
        pytest.skip("root can write everywhere here")
    return done.returncode, (done.stdout + done.stderr).decode()


@pytest.fixture(scope="module")
def read_only(checkout):
    """A copy of the checkout with the package and some of its tests."""
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        (checkout / part).parent.mkdir(exist_ok=True)
        caches = (
            {"ignore": shutil.ignore_patterns("__pycache__")} if copy == shutil.copytree else {}
        )
        copy(ROOT / part, checkout / part, **caches)
    return checkout


def test_the_command_runs_from_a_package_that_cannot_be_written(read_only, tmp_path):
    words = [sys.executable, "-m", "sparse_rnn", "--version"]
    code, shown = run_locked(read_only, words, XDG_CACHE_HOME=str(tmp_path))
    assert (code, shown.split()[0]) == (0, "sparse-rnn"), shown


def test_tests_run_in_a_checkout_that_cannot_be_written(read_only):
    words = [sys.executable, "-m", "pytest", "tests/drawing/test_titles.py"]
    code, shown = run_locked(read_only, words)
    assert code == 0, shown


def test_the_workflow_tells_that_it_cannot_write(read_only):
    code, shown = run_locked(read_only, [sys.executable, "-m", "snakemake", "--dry-run"])
    assert code != 0
    assert "which cannot be written; run a copy of it in a folder that you may write into" in shown
    assert "Traceback" not in shown


@needs_make
def test_make_tells_that_it_cannot_write(read_only):
    code, shown = run_locked(read_only, ["make", "environment", f"PYTHON={sys.executable}"])
    assert code == 2
    assert shown.startswith("make installs and computes here; give it a checkout to write into\n")


@needs_make
def test_make_counts_cores_where_there_is_no_nproc(tmp_path):
    for name in ("sh", "getconf"):
        (tmp_path / name).symlink_to(shutil.which(name))
    words = [shutil.which("make"), "--dry-run", "quick"]
    for lacking in ((), ("getconf",)):
        for name in lacking:
            (tmp_path / name).unlink()
        environment = os.environ | {"PATH": str(tmp_path)}
        done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True)
        cores = 1 if lacking else os.sysconf("SC_NPROCESSORS_ONLN")
        assert f"/snakemake --cores {cores} --configfile".encode() in done.stdout
        assert done.stderr == b""


@needs_make
def test_make_help_lists_the_targets():
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True)
    lines = done.stdout.decode().splitlines()
    assert "environment     install into .venv, nothing else" in lines
    assert len(lines) > 10 and all(line[15] == " " and line[16] != " " for line in lines)
