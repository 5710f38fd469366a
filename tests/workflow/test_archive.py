"""A small run, its archive, and a part of it done again."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sparse_rnn.archive.reanalyses import REANALYSES
from sparse_rnn.base.artifacts import load_table, save_table
from sparse_rnn.layout import STAGES

SMALL = """\
conditions:
  - {tasks: [mg], models: [rnn], strategies: [pruning_2], sparsities: [0.8]}
"""
DEVIATION = """\
profile: deviation_later
strategies: {pruning_2: {first: {mg: 2}}}
"""
FILES = ("--configfile", "workflow/config/smoke.yaml", "small.yaml")


@pytest.fixture(scope="module")
def archive(checkout):
    """Run a command of the archive in the copy; returns the finished process."""

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "sparse_rnn.archive", *arguments],
            cwd=checkout,
            env=os.environ,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture(scope="module")
def archived(checkout, snakemake, archive):
    """The archive of a run of one condition and of the balanced networks."""
    (checkout / "small.yaml").write_text(SMALL)
    done = snakemake(
        "networks", "annealing_tables", "balanced_networks_tables", *FILES, "--cores", "2"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    done = archive("collect", *FILES)
    assert done.returncode == 0, done.stderr
    assert "train: 1\n" in done.stdout
    assert "balanced_networks: 4\n" in done.stdout
    assert "outdated: 0\n" in done.stdout
    return checkout / "data/reference"


def test_the_archive_has_what_the_run_has(archived, checkout):
    for kind in ("balanced_networks", "annealing"):
        name = f"tables/{kind}.csv"
        assert (archived / name).read_bytes() == (checkout / "data/smoke" / name).read_bytes()
    networks = [str(p.relative_to(archived)) for p in (archived / "networks").rglob("*.gz")]
    assert networks == ["networks/mg/rnn/pruning_2/0.8.tsv.gz"]


def test_the_tables_that_the_workflow_joins_are_known(snakemake, archived):
    """Their rules are called ``<stage>_tables``; any other table is made whole."""
    lines = snakemake("all", *FILES, "--summary").stdout.splitlines()
    rows = [line.split("\t") for line in lines if line.startswith("data/smoke/tables/")]
    joined = {Path(path).stem for path, _, rule, *_ in rows if rule.endswith("_tables")}
    assert joined == {table for stage in STAGES.values() for table in stage.tables}


def test_deviations_that_only_read_the_archive_are_measured_with_it(archived):
    measured = set(load_table(archived / "tables/deviations.csv")["deviation"])
    assert {"eta_without_zeros", "z_of_frequencies"} <= measured <= set(REANALYSES)


def test_the_budget_is_told(archived, archive):
    lines = archive("budget").stdout.splitlines()
    assert lines[0] == "| stage | jobs | core-hours | largest memory, MB |"
    assert any(line.startswith("| train | 1 |") for line in lines)
    costs, asked = lines[: lines.index("")], lines[lines.index("") + 1 :]
    assert costs[-1].startswith("| total |")
    assert asked[0] == "| stage | memory, MB | asked for | time, min | asked for |"
    assert any(line.startswith("| train |") for line in asked)


def test_a_deviation_is_trained_and_compared(archived, archive, checkout):
    (checkout / "workflow/config/deviations/later.yaml").write_text(DEVIATION)
    done = archive("deviations", "later", *FILES, "--cores", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| later | mg rnn pruning_2 0.8 | metric | 2 | " in done.stdout
    table = load_table(archived / "tables/deviations.csv")
    table = table[table["deviation"] == "later"]
    assert table["quantity"].tolist() == ["metric", "eta", "z balanced", "z unbalanced"]
    assert (table["difference"] != 0).all()
    assert (checkout / "data/deviation_later/train").is_dir()  # nothing is trained twice


def test_every_archived_network_is_tested_again_to_the_last_digit(archived, checkout):
    models = sorted(map(str, (archived / "models").rglob("*.safetensors")))
    words = [sys.executable, "-m", "sparse_rnn", "evaluate", *models, "--json"]
    done = subprocess.run(words, cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["models"]
    assert [(m["metadata"]["seed"], m["equal"], m["note"]) for m in found] == [
        (1, True, ""),
        (2, True, ""),
    ]


def test_the_run_done_again_agrees_to_the_last_byte(archived, archive, checkout):
    done = archive("verify", *FILES, "--number", "1", "--cores", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "again from scratch: mg/rnn/pruning_2/0.8" in done.stdout
    assert done.stdout.endswith("all agree\n")
    assert not (checkout / "data/verify").exists()


def test_a_disagreement_is_told(archived, archive):
    path = archived / "tables/history.csv"
    before = path.read_bytes()
    save_table(path, load_table(path).assign(test=100.0))
    done = archive("verify", *FILES, "--number", "1", "--cores", "2")
    path.write_bytes(before)
    assert done.returncode == 1
    assert "DISAGREEMENT" in done.stderr


def test_a_failed_run_is_told(archived, archive, checkout):
    (checkout / "bad.yaml").write_text("census: {networks: 1}\n")
    done = archive("verify", *FILES, "bad.yaml", "--number", "1")
    assert done.returncode == 2
    assert "the workflow failed, see above; nothing was compared" in done.stderr
