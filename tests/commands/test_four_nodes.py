import io
import json
import sys
from pathlib import Path

import pandas as pd
import pytest

import sparse_rnn as sr
from sparse_rnn.base.artifacts import load_table
from sparse_rnn.cli import main
from sparse_rnn.graphs.census.four.classes import CLASS_NAMES

EXAMPLE = str(Path(__file__).parents[2] / "notebooks" / "example_network.tsv")
QUICK = ["--networks", "40", "--seed", "2"]
SAME = {"networks": 40, "seed": 2}


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run ``sparse-rnn four-nodes`` in a folder of its own; returns exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)

    def run(*words):
        try:
            code = main(["four-nodes", *words])
        except SystemExit as stop:
            code = stop.code
        return code, *capsys.readouterr()

    return run


def test_text_and_json_are_those_of_the_object(run):
    found = sr.four_nodes(EXAMPLE, **SAME)
    assert run(EXAMPLE, *QUICK) == (0, f"{found}\n", "")
    assert run(EXAMPLE, *QUICK, "--json") == (0, found.to_json() + "\n", "")


def test_a_name_and_every_class_can_be_asked_for(run):
    record = json.loads(run(EXAMPLE, *QUICK, "--name", "two-target loop", "--json")[1])
    assert {row["id"] for row in record["four_nodes"]} == {206}
    every = json.loads(run(EXAMPLE, *QUICK, "--all", "--json")[1])
    assert (
        every["four_nodes"] == sr.four_nodes(EXAMPLE, **SAME, every_class=True).record["four_nodes"]
    )


def test_the_top_is_shown_and_all_is_written(run):
    code, out, err = run(EXAMPLE, *QUICK, "--top", "3", "--out", "results/one")
    assert (code, err) == (0, "")
    names = [f"example_network_four_nodes.{suffix}" for suffix in ("csv", "json", "png", "pdf")]
    assert out.splitlines()[-4:] == [f"written: {Path('results/one') / name}" for name in names]
    assert "\n3 of 141 classes that occur, those of the smallest p" in out
    found = sr.four_nodes(EXAMPLE, **SAME)
    pd.testing.assert_frame_equal(load_table(Path("results/one") / names[0]), found.table)
    assert json.loads((Path("results/one") / names[1]).read_text()) == found.record


def test_counts_alone_are_written_without_a_picture(run):
    code, out, _ = run(EXAMPLE, "--networks", "0", "--out", "counts")
    assert (code, "null model" in out) == (0, False)
    written = sorted(path.suffix for path in Path("counts").iterdir())
    assert written == [".csv", ".json"]


WRONG = {
    "good.tsv --name bi-fan --all": "--all lists every class, and --name those of one name; give",
    "good.tsv --name fan": "argument --name: invalid choice: 'fan' (choose from ",
    "good.tsv --top 0": "argument --top: '0' is not a whole number from 1 to 1e+06",
    "good.tsv --out good.tsv": "cannot write into good.tsv: it is a file; name a folder",
    "none.tsv": "none.tsv No such file or directory",
}


@pytest.mark.parametrize("words", WRONG)
def test_what_is_wrong_is_told_in_one_line(run, words):
    Path("good.tsv").write_text("a b 1\nb c -1\na c 1\n")
    code, out, err = run(*words.split())
    assert (code, out) == (2, "")
    assert err.startswith(f"sparse-rnn: error: {WRONG[words]}")
    assert err.count("\n") == 1


def test_random_networks_that_are_no_evidence_are_told_first(run):
    Path("dale.tsv").write_text("a b 1\na c 1\nb c -1\nb d -1\nc a 1\nd a -1\n")
    words = ("dale.tsv", "--null", "fixed-topology-signed", "--networks", "50", "--all")
    _, out, err = run(*words)
    assert out.startswith("NOTHING COULD BE MOVED")
    assert err.startswith("sparse-rnn: warning: NOTHING COULD BE MOVED")
    assert out.splitlines()[-1] == "no verdict: see the warning"


def test_the_help_tells_all(run):
    code, out, _ = run("--help")
    assert code == 0
    assert all(f"\n  {word} " in out for word in ("--name", "--all", "--top", "--null", "--out"))
    told = " ".join(out.split()).replace("bi- parallel", "bi-parallel")
    assert all(name in told for name in CLASS_NAMES)
    assert max(map(len, out.splitlines())) <= 100


class Screen(io.StringIO):
    def isatty(self):
        return True


def test_progress_is_shown_to_a_terminal_alone(run, monkeypatch):
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    assert run(EXAMPLE, *QUICK, "--name", "bi-fan")[0] == 0
    assert "40/40" in screen.getvalue() and "80/40" not in screen.getvalue()
