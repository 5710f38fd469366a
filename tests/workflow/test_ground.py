"""What the workflow and make do on unusual ground: a read-only checkout, no home, no nproc."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sparse_rnn.results.schema import write_table

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
HISTORY = "data/smoke/tables/history.csv"
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


def run_as_nobody(command, cwd, **variables):
    """Run a command for a user whom the system does not know, and who has no home folder."""
    if shutil.which("unshare") is None:
        pytest.skip("no other user can be had here")
    nobody = ["unshare", "--user", "--map-user=12345", "--map-group=12345"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")} | variables
    if "HOME" not in variables:
        del environment["HOME"]
    done = subprocess.run([*nobody, *command], cwd=cwd, env=environment, capture_output=True)
    if done.stderr.startswith(b"unshare:"):
        pytest.skip("no other user can be had here")
    return done


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
    advice = "which cannot be written; name a folder that you may write into: --directory FOLDER"
    assert advice in shown
    assert "Traceback" not in shown


def test_a_read_only_checkout_runs_in_another_folder(read_only, synthetic_tables, tmp_path):
    """Scripts, configuration and notebooks come from the checkout, and all that is written goes."""
    folder = tmp_path / "Größe und Maß"
    write_table("history", folder / HISTORY, synthetic_tables()["history"])
    rules = ["triad_response", "figure_performance"]
    where = ["--directory", folder, "--configfile", "workflow/config/smoke.yaml", "--cores", "1"]
    words = [sys.executable, "-m", "snakemake", *rules, *where, "--allowed-rules", *rules]
    code, shown = run_locked(read_only, words, PYTHONPATH=str(ROOT / "src"))
    assert code == 0, shown
    for name in ("data/smoke/tables/triad_response.csv", "figures/smoke/01_performance.png"):
        assert (folder / name).is_file()


def test_without_a_home_the_command_works(tmp_path):
    words = ["balance", ROOT / "notebooks" / "example_network.tsv"]
    done = run_as_nobody([sys.executable, "-m", "sparse_rnn", *words], tmp_path)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_a_home_and_a_name_the_workflow_takes_those_given(checkout, tmp_path):
    words = ["triad_response", "--directory", tmp_path, "--cores", "1", "--configfile"]
    words = [*words, "workflow/config/smoke.yaml"]
    words = [sys.executable, "-m", "snakemake", *words]
    done = run_as_nobody(words, checkout, HOME=tmp_path, USER="anyone")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "data/smoke/tables/triad_response.csv").is_file()


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
