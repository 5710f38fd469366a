import io
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from sparse_rnn import __version__
from sparse_rnn.base.artifacts import load_table
from sparse_rnn.cli import main
from sparse_rnn.graphs.annealing.run import Schedule, anneal_graph
from sparse_rnn.graphs.balance.of_graph import global_balance
from sparse_rnn.graphs.files.readers import read_network

EXAMPLE = Path(__file__).parents[2] / "notebooks" / "example_network.tsv"


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run ``sparse-rnn anneal`` in a folder of its own; returns exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def run(*words):
        try:
            code = main(["anneal", *(str(word) for word in words)])
        except SystemExit as stop:
            code = stop.code
        return code, *capsys.readouterr()

    return run


def test_the_network_is_written_with_its_origin(run):
    code, out, err = run(EXAMPLE, "--target", 0.95, "--seed", 1, "--out", "new/balanced.tsv")
    assert (code, err) == (0, "")
    given = read_network(EXAMPLE)
    found = anneal_graph(given.graph, 0.95, 1)
    written = read_network("new/balanced.tsv").graph
    assert written.digest() == found.graph.digest()
    assert global_balance(written).eta >= 0.95
    lines = out.splitlines()
    assert lines[0].startswith(f"{EXAMPLE}: 128 nodes, 760 links (381 positive, 379 negative)")
    assert lines[1].startswith(f"{found.summary} (") and lines[1].endswith(" s)")
    assert lines[2:] == ["written: new/balanced.tsv"]
    head = dict(
        line[2:].split(": ", 1)
        for line in Path("new/balanced.tsv").read_text().splitlines()
        if line.startswith("# ")
    )
    assert {key: json.loads(value) for key, value in head.items()} == {
        "sparse_rnn": __version__,
        "file": str(EXAMPLE),
        "sha256": given.sha256,
        "nodes": 128,
        "links": 760,
        "positive_links": 381,
        "self_loops_left_out": 59,
        "zero_weights_left_out": 0,
        "repeats_merged": 0,
        "unknown_signs_left_out": 0,
        "conflicts_left_out": 0,
        "comment_lines": 2,
        "notes": [],
        "warnings": [],
        "target": 0.95,
        "reached": True,
        "eta_before": found.start,
        "eta": found.eta,
        "proposals": found.proposals,
        "accepted": found.accepted,
        "seed": 1,
        "beta": [2.0, 100.0],
        "steps": 200,
        "sweeps": 0.2,
    }


def test_the_schedule_can_be_chosen(run):
    words = ("--beta", 4, 30, "--steps", 7, "--sweeps", 2, "--out", "net.tsv", "--json")
    code, out, err = run(EXAMPLE, "--target", 0.2, *words)
    assert (code, err) == (0, "")
    record = json.loads(out)
    found = anneal_graph(read_network(EXAMPLE).graph, 0.2, 0, Schedule(4, 30, 7, 2))
    assert record["eta"] == found.eta <= 0.2
    assert record["trace"] == found.trace.to_dict("records")
    assert (record["beta"], record["steps"], record["sweeps"]) == ([4, 30], 7, 2)


def test_the_same_seed_writes_the_same_bytes(run):
    texts = []
    for seed in (3, 3, 4):
        assert run(EXAMPLE, "--target", 0.8, "--seed", seed, "--out", "net.tsv")[0] == 0
        texts.append(Path("net.tsv").read_bytes())
    assert texts[0] == texts[1] != texts[2]


def test_a_series_of_networks(run):
    code, out, _ = run(EXAMPLE, "--target", 0.95, "--series", 5, "--out", "steps/net.tsv")
    assert code == 0
    table = load_table("steps/net_series.csv")
    assert {"file", "level", "eta"} <= set(table.columns)
    names = [f"net_{number:02d}.tsv" for number in range(1, len(table) + 1)]
    assert table["file"].tolist() == names
    files = ["net.tsv", *names, "net_series.csv"]
    assert out.splitlines()[2:] == [f"written: steps/{name}" for name in files]
    assert sorted(path.name for path in Path("steps").iterdir()) == sorted(files)
    given = read_network(EXAMPLE).graph
    for row in table.itertuples():
        graph = read_network(f"steps/{row.file}").graph
        assert global_balance(graph).eta == row.eta
        assert graph.degrees("in").tolist() == given.degrees("in").tolist()
        text = Path(f"steps/{row.file}").read_text()
        assert f"\n# eta: {row.eta!r}\n" in text and f"\n# level: {row.level!r}\n" in text
    assert table["eta"].is_monotonic_increasing


def test_a_target_out_of_reach_is_told_by_line_and_exit_code(run):
    Path("net.tsv").write_text("a b 1\nb c 1\na c -1\nd e 1\n")
    code, out, err = run("net.tsv", "--target", 1, "--steps", 3, "--out", "best.tsv")
    assert code == 3
    assert err.startswith("sparse-rnn: target eta 1 not reached after 3 proposals, ")
    assert err.count("\n") == 1
    assert out.splitlines()[1:] == ["written: best.tsv"]
    written = read_network("best.tsv")
    assert written.graph.names == ("a", "b", "c", "d", "e")
    assert "# reached: false\n" in Path("best.tsv").read_text()
    code, out, _ = run("net.tsv", "--target", 1, "--steps", 3, "--out", "best.tsv", "--json")
    assert (code, json.loads(out)["reached"]) == (3, False)


def test_every_format_can_be_annealed(run):
    weights = np.sign(read_network(EXAMPLE).graph.to_weights())
    np.save("net.npy", weights)
    for source in (EXAMPLE, "net.npy"):
        assert run(source, "--target", 0.8, "--out", f"{Path(source).suffix[1:]}.tsv")[0] == 0
    assert read_network("tsv.tsv").graph.digest() == read_network("npy.tsv").graph.digest()


class Screen(io.StringIO):
    def isatty(self):
        return True


def test_progress_is_shown_to_a_terminal_alone(run, monkeypatch):
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    assert run(EXAMPLE, "--target", 0.8, "--steps", 9, "--out", "net.tsv")[0] == 0
    assert "9/9" in screen.getvalue()


WRONG = {
    "good.tsv --out x.tsv": "the following arguments are required: --target (see sparse-rnn ann",
    "good.tsv --target 0.9": "the following arguments are required: --out (see sparse-rnn anneal",
    "good.tsv --target 1 --out x.npy": "x.npy will hold an edge list; name it .tsv or .txt (--out)",
    "good.tsv --target 1 --out x": "x will hold an edge list; name it .tsv or .txt (--out)",
    "good.tsv --target 1 --out good.tsv": "good.tsv is a network to read; let the results have ",
    "net_02.tsv --target 1 --series 3 --out net.tsv": "net_02.tsv is a network to read; let the res",
    "net_series.csv --target 1 --series 3 --out net.tsv": "net_series.csv is a network to read; let",
    "good.tsv --target 1 --series 2 --out taken.tsv": "taken_02.tsv is a folder; results are files, ",
    "good.tsv --target 1 --out folder.tsv": "folder.tsv is a folder; name a file in it (--out)",
    "good.tsv --target 1.2 --out x.tsv": "argument --target: '1.2' is not a number from 0 to 1",
    "good.tsv --target nan --out x.tsv": "argument --target: 'nan' is not a number from 0 to 1",
    "good.tsv --target 1 --out x.tsv --beta 9 3": "beta must rise from above 0, got 9.0 to 3.0",
    "good.tsv --target 1 --out x.tsv --steps 0": "argument --steps: '0' is not a whole number",
    "good.tsv --target 1 --out x.tsv --sweeps 0": "argument --sweeps: '0' is not a number from",
    "good.tsv --target 1 --out x.tsv --series -1": "argument --series: '-1' is not a whole number",
    "good.tsv --target 1 --out x.tsv --seed -1": "argument --seed: '-1' is not a whole number",
    "pair.tsv --target 1 --out x.tsv": "the network (2 nodes, 1 links) has no transitive triad",
    "none.tsv --target 1 --out x.tsv": "none.tsv No such file or directory",
    "good.tsv --target 1 --out pair.tsv/x.tsv": "cannot write into pair.tsv: ",
}


@pytest.mark.parametrize("words", WRONG)
def test_what_is_wrong_is_told_in_one_line(run, tmp_path, words):
    (tmp_path / "good.tsv").write_text("a b 1\nb c -1\na c 1\n")
    (tmp_path / "pair.tsv").write_text("a b 1\n")
    (tmp_path / "folder.tsv").mkdir()
    (tmp_path / "taken_02.tsv").mkdir()
    for name in ("net_02.tsv", "net_series.csv"):
        (tmp_path / name).write_text("a,b,1\nb,c,-1\na,c,1\n")
    code, out, err = run(*words.split())
    assert (code, out) == (2, "")
    assert err.startswith(f"sparse-rnn: error: {WRONG[words]}")
    assert err.count("\n") == 1
    assert not Path("x.tsv").exists()


def test_the_help_tells_all(run):
    code, out, _ = run("--help")
    assert code == 0
    options = ("--target", "--out", "--series", "--seed", "--beta", "--steps", "--sweeps", "--json")
    assert all(f"\n  {word} " in out for word in options)
    assert "the exit code is 3" in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 100
