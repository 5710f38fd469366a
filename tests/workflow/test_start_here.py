"""The first notebook: it trains, counts and reads an edge list, here for four epochs."""

import json
import re
from pathlib import Path

import pytest

from sparse_rnn.archive.networks import load_condition, read_links
from sparse_rnn.cli import command_parser
from sparse_rnn.graphs.files.readers import read_network
from sparse_rnn.notebooks.run import main

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "notebooks" / "00_start_here.py"
EXAMPLE = ROOT / "notebooks" / "example_network.tsv"


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """The notebook's text, and the folder of its figures, after four epochs instead of twenty."""
    out = tmp_path_factory.mktemp("start_here")
    words = ["run", str(SOURCE), "--out", str(out / "executed.ipynb"), "-p", f"figures={out}"]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        assert main([*words, "-p", "epochs=4", "-p", "random_networks=10"]) == 0
    return (out / "executed.ipynb").read_text(encoding="utf-8"), out


def test_the_first_notebook_runs_and_draws_both_networks(executed):
    text, out = executed
    names = {
        f"00_start_here_{which}.{kind}" for which in ("trained", "given") for kind in ("png", "pdf")
    }
    assert {path.name for path in out.iterdir()} == names | {"executed.ipynb", "00_start_here.json"}
    record = json.loads((out / "00_start_here.json").read_text())
    assert record["epochs"] == 4
    assert record["eta"]["given"] == pytest.approx(0.882605, abs=1e-6)
    assert [row["count"] for row in record["given_motifs"]] == [36, 4, 11, 35, 8, 37, 38, 14]
    assert sum(row["count"] for row in record["motifs"]) > 0
    assert f"to **{record['eta']['after']:.2f}**" in text
    assert "128 nodes, 760 links (381 positive, 379 negative), without 59 self-loops" in text


def test_the_commands_that_the_first_notebook_tells_are_legal():
    commands = re.findall(r"^# sparse-rnn (.*)$", SOURCE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(commands) == 3
    for command in commands:
        try:
            command_parser().parse_args(command.split())
        except SystemExit as stop:
            assert stop.code == 0


def test_the_example_is_the_archived_network_that_its_comments_name():
    text = EXAMPLE.read_text(encoding="utf-8")
    assert "Task hgs (hand gestures), model rnn, strategy pruning_2, sparsity 0.95, seed 1" in text
    archived = (
        ROOT / "data" / "reference" / "networks" / "hgs" / "rnn" / "pruning_2" / "0.95.tsv.gz"
    )
    assert read_network(EXAMPLE).graph.digest() == load_condition(archived)[1].digest()
    rows = [line for line in text.splitlines() if line[0].isdigit()]
    listed = [line.removeprefix("1\t") for line in read_links(archived).splitlines()]
    assert len(rows) == 819 and rows == [line for line in listed if line.count("\t") == 2][:819]
