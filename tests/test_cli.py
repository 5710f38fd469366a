import ast
import importlib
import io
import json
import os
import pkgutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from sparse_rnn import __main__, __version__
from sparse_rnn.base.artifacts import load_table
from sparse_rnn.commands.registry import COMMANDS
from sparse_rnn.graphs.balance.of_graph import global_balance
from sparse_rnn.graphs.balance.significance import balance_table
from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.files.readers import read_network
from sparse_rnn.graphs.motifs import FFL_SIGNS
from sparse_rnn.graphs.nulls.models import NULL_MODELS
from sparse_rnn.graphs.nulls.sample import null_sample
from sparse_rnn.graphs.significance import motif_significance

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "notebooks" / "example_network.tsv"
QUICK = ["--networks", "20"]


def test_the_census_prints_a_table(run):
    code, out, err = run("census", EXAMPLE, *QUICK)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == (
        f"{EXAMPLE}: 128 nodes, 760 links (381 positive, 379 negative), without 59 self-loops,"
        " 2 comment lines"
    )
    assert lines[1].startswith(
        "null model global-const: 20 networks, seed 0, 13,680 swaps each (18 per link), 64"
    )
    expected = motif_significance(read_network(EXAMPLE).graph, networks=20).set_index("signs")
    rows = {row.split()[1]: row.split() for row in lines if row.strip().startswith("030T ")}
    assert tuple(signs for signs in rows if signs in FFL_SIGNS) == FFL_SIGNS
    assert rows["+--"][2:4] == ["yes", "35"]
    assert rows["---"][2:4] == ["no", "14"]
    assert rows["+--"][-3:-1] == [f"{q:.4g}" for q in expected.loc["+--", ["p", "q"]]]
    assert "global balance eta = 0.8826, the mean of the ratios below it (95 % of boot" in out


def test_the_census_as_json(run):
    code, out, err = run("census", EXAMPLE, *QUICK, "--seed", 3, "--null", "no-regard", "--json")
    assert (code, err) == (0, "")
    record = json.loads(out)
    graph = read_network(EXAMPLE).graph
    table = motif_significance(graph, "no-regard", 20, 3)
    assert [row["signs"] for row in record["motifs"]] == list(FFL_SIGNS)
    for row, (_, expected) in zip(record["motifs"], table.iterrows(), strict=True):
        assert {key: row[key] for key in expected.index} == expected.to_dict()
    assert record["eta"] == global_balance(graph).eta
    known = record["provenance"]
    share, overlap = known.pop("swaps_accepted_share"), known.pop("overlap")
    assert 0.5 < share < 1 and 0 < overlap < 0.1
    assert known == {
        "sparse_rnn": __version__,
        "file": str(EXAMPLE),
        "sha256": read_network(EXAMPLE).sha256,
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
        "null_model": "no-regard",
        "null_model_keeps": list(NULL_MODELS["no-regard"].keeps),
        "networks": 20,
        "seed": 3,
        "swaps_asked": "auto",
        "swaps_per_link": 9.0,
        "swaps_proposed": 9 * 760,
        "settled": True,
        "unsettled": "",
    }


def test_what_is_not_defined_is_null_in_json_and_a_dash_in_the_table(run):
    code, out, _ = run("census", EXAMPLE, "--networks", 1, "--json")
    assert code == 0
    assert {row["z"] for row in json.loads(out)["motifs"]} == {None}
    assert " - " in run("census", EXAMPLE, "--networks", 1)[1]
    Path("pair.tsv").write_text("a b 1\n")
    record = json.loads(run("balance", "pair.tsv", *QUICK, "--json")[1])
    assert record["eta"] is None
    assert (
        "eta: not defined, for there is no transitive triad"
        in run("balance", "pair.tsv", *QUICK)[1]
    )


def test_the_census_writes_table_record_and_picture(run):
    code, out, err = run("census", EXAMPLE, *QUICK, "--out", "results/one")
    assert (code, err) == (0, "")
    names = [f"example_network_census.{suffix}" for suffix in ("csv", "json", "png", "pdf")]
    paths = [Path("results/one") / name for name in names]
    assert out.splitlines()[-4:] == [f"written: {path}" for path in paths]
    assert sorted(Path("results/one").iterdir()) == sorted(paths)
    record = json.loads(paths[1].read_text())
    assert record == json.loads(run("census", EXAMPLE, *QUICK, "--json")[1])
    table = load_table(paths[0])
    same = pd.DataFrame(record["motifs"])[table.columns]
    pd.testing.assert_frame_equal(table, same, check_dtype=False, check_exact=True)
    assert paths[2].read_bytes().startswith(b"\x89PNG")
    assert paths[3].read_bytes().startswith(b"%PDF")


def test_the_name_of_the_file_may_be_any(run):
    name = "a $\\frac$ 網.tsv"
    Path(name).write_bytes(EXAMPLE.read_bytes())
    code, out, err = run("census", name, "--networks", 3, "--out", "results")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == f"written: {Path('results') / name[:-4]}_census.pdf"


def test_several_networks_share_one_table(run):
    few = "\n".join(EXAMPLE.read_text().splitlines()[:300])
    Path("few.tsv").write_text(few + "\n")
    for command in ("census", "balance"):
        code, out, err = run(command, EXAMPLE, "few.tsv", *QUICK, "--out", command)
        assert (code, err) == (0, "")
        assert out.count(" signs ") + out.count("ratio ") == 1, "one header"
        each = [run(command, path, *QUICK, "--json")[1] for path in (EXAMPLE, "few.tsv")]
        assert json.loads(run(command, EXAMPLE, "few.tsv", *QUICK, "--json")[1]) == {
            "networks": [json.loads(record) for record in each]
        }
        table = load_table(f"{command}/all_{command}.csv")
        assert table.columns[0] == "network"
        parts = [load_table(f"{command}/{name}_{command}.csv") for name in (EXAMPLE.stem, "few")]
        own = [table[table["network"] == str(path)] for path in (EXAMPLE, "few.tsv")]
        for part, rows in zip(parts, own, strict=True):
            pd.testing.assert_frame_equal(part, rows.drop(columns="network").reset_index(drop=True))


def test_counts_alone(run):
    code, out, err = run("census", EXAMPLE, "--networks", 0, "--out", "counts")
    assert (code, err) == (0, "")
    assert "null model" not in out and " z " not in out
    record = json.loads(run("census", EXAMPLE, "--networks", 0, "--json")[1])
    assert [list(row) for row in record["motifs"]] == [["triad", "signs", "balanced", "count"]] * 8
    assert sorted(path.suffix for path in Path("counts").iterdir()) == [".csv", ".json"]


@pytest.mark.parametrize("words", [("nulls", EXAMPLE, "--out"), ("census", EXAMPLE, "--export")])
def test_random_networks_are_written_as_edge_lists(run, words):
    code, _, err = run(*words, "random", "--networks", 11, "--seed", 3, "--null", "no-regard")
    assert (code, err) == (0, "")
    names = [f"example_network_null_{number:02d}.tsv" for number in range(1, 12)]
    assert sorted(path.name for path in Path("random").iterdir()) == names
    counted = null_sample(read_network(EXAMPLE).graph, "no-regard", 11, 3)
    for index, name in enumerate(names):
        written = read_network(f"random/{name}").graph
        assert written.digest() == counted.network(index).digest()
    head = [
        line[2:] for line in Path("random", names[4]).read_text().splitlines() if line[0] == "#"
    ]
    assert {"null_model": '"no-regard"', "seed": "3", "number": "5"}.items() <= dict(
        line.split(": ", 1) for line in head
    ).items()


def test_occurrences_and_participation_are_written(run):
    lines = ["ann bob +", "bob cat -", "ann cat -", "cat dan +", "bob dan -"]
    Path("net.tsv").write_text("\n".join(lines) + "\n")
    words = ("--networks", 0, "--participation", "--out", "out")
    for name, separator in (("loops.tsv", "\t"), ("loops.csv", ",")):
        code, out, err = run("census", "net.tsv", "--list", f"lists/{name}", *words)
        assert (code, err) == (0, "")
        assert out.splitlines()[-1] == f"written: lists/{name}"
        rows = [row.split(separator) for row in Path("lists", name).read_text().splitlines()]
        assert rows[0] == ["triad", "signs", "i", "j", "k"]
        assert sorted(rows[1:]) == [
            ["030T", "+--", "ann", "bob", "cat"],
            ["030T", "-+-", "bob", "cat", "dan"],
        ]
    nodes, links = (load_table(f"out/net_participation_{k}.csv") for k in ("nodes", "links"))
    assert nodes[nodes["node"] == "bob"][["signs", "role", "count"]].to_numpy().tolist() == [
        ["+--", "j", 1],
        ["-+-", "i", 1],
    ]
    shared = links[(links["source"] == "bob") & (links["target"] == "cat")]
    assert shared["count"].tolist() == [1, 1]
    run("census", "net.tsv", "--list", "all.tsv", "--networks", 0, "--all")
    record = json.loads(run("census", "net.tsv", "--networks", 0, "--all", "--json")[1])
    listed = load_table_of("all.tsv").groupby(["triad", "signs"]).size().to_dict()
    counted = {(row["triad"], row["signs"]): row["count"] for row in record["motifs"]}
    assert listed == {motif: count for motif, count in counted.items() if count}


def load_table_of(path):
    return pd.read_csv(path, sep="\t", dtype=str)


def test_the_last_line_is_a_verdict(run):
    verdict = run("census", EXAMPLE, "--networks", 400)[1].splitlines()[-1]
    table = motif_significance(read_network(EXAMPLE).graph, networks=400)
    over = (table["q"] < 0.05) & (table["z"] > 0)
    assert verdict.startswith(
        f"{(over & table['balanced']).sum()} of 4 balanced loops are over-represented and 0 under"
    )
    assert verdict.endswith("(q < 0.05, 400 networks of global-const)")
    assert "no verdict: 20 random networks are too few" in run("census", EXAMPLE, *QUICK)[1]


def test_the_number_of_threads_changes_nothing(run):
    one, two = (run("census", EXAMPLE, *QUICK, "--threads", t, "--json") for t in (1, 2))
    assert one == two


def test_a_seed_of_its_own_gives_other_random_networks(run):
    means = [
        [row["mean"] for row in json.loads(out)["motifs"]]
        for _, out, _ in (run("census", EXAMPLE, *QUICK, "--json", "--seed", s) for s in (0, 1, 0))
    ]
    assert means[0] == means[2] != means[1]


def test_the_kind_of_file_does_not_matter(run):
    graph = read_network(EXAMPLE).graph
    sp.save_npz("net.npz", graph.to_sparse())
    np.save("net.npy", graph.to_weights())
    outs = [
        json.loads(run("census", name, *QUICK, "--json")[1])["motifs"]
        for name in (EXAMPLE, "net.npz", "net.npy")
    ]
    assert outs[0] == outs[1] == outs[2]


def test_all_motifs_can_be_listed(run):
    code, out, _ = run("census", EXAMPLE, *QUICK, "--all", "--json")
    motifs = json.loads(out)["motifs"]
    assert (code, len(motifs)) == (0, 132)
    assert len({(row["triad"], row["signs"]) for row in motifs}) == 132


@pytest.mark.parametrize("null", NULL_MODELS)
def test_every_null_model_can_be_named_even_where_nothing_can_be_swapped(run, null):
    Path("net.tsv").write_text("a b 1\nb c -1\na c -1\n")
    code, out, err = run("census", "net.tsv", *QUICK, "--null", null, "--json")
    assert code == 0
    warnings = json.loads(out)["warnings"]
    assert err == "".join(f"sparse-rnn: warning: {warning}\n" for warning in warnings)
    counts = {row["signs"]: row["count"] for row in json.loads(out)["motifs"]}
    assert counts == dict.fromkeys(FFL_SIGNS, 0) | {"+--": 1}


def test_repeats_are_merged_on_request(run):
    Path("net.tsv").write_text("a b 1\na b 2.5\n")
    code, _, err = run("balance", "net.tsv")
    assert (code, err) == (
        2,
        "sparse-rnn: error: net.tsv line 2: 'a' -> 'b' repeats line 1 with the same sign; leave one"
        " out, or merge repeats (--merge)\n",
    )
    code, out, _ = run("balance", "net.tsv", "--merge", *QUICK)
    assert code == 0
    assert out.startswith("NOTHING COULD BE MOVED")
    assert "\nnet.tsv: 2 nodes, 1 links (1 positive, 0 negative), without 1 repeats" in out


def test_the_balance(run):
    code, out, err = run("balance", EXAMPLE, *QUICK, "--out", "results")
    assert (code, err) == (0, "")
    assert "global balance eta = 0.8826, the mean of the ratios below it (95 % of boot" in out
    assert "\n 030T     183 0.7978 " in out
    record = json.loads(run("balance", EXAMPLE, *QUICK, "--json")[1])
    graph = read_network(EXAMPLE).graph
    balance = global_balance(graph)
    eta, *classes = record["balance"]
    assert record["eta"] == eta["value"] == balance.eta
    assert record["eta_bootstrap_95"][0] < balance.eta < record["eta_bootstrap_95"][1]
    assert {row["ratio"]: row["value"] for row in classes} == balance.ratio
    assert {row["ratio"]: row["triads"] for row in classes} == balance.triads
    assert eta["triads"] == sum(balance.triads.values())
    expected = balance_table(signed_triad_census(graph), null_sample(graph, networks=20))
    assert {key: eta[key] for key in expected} == expected.loc["eta"].to_dict()
    assert record["provenance"]["networks"] == 20
    assert record == json.loads(Path("results/example_network_balance.json").read_text())
    table = load_table("results/example_network_balance.csv")
    assert table["value"].dropna().tolist() == [balance.eta, *filter(None, balance.ratio.values())]


def test_the_balance_without_random_networks(run):
    record = json.loads(run("balance", EXAMPLE, "--networks", 0, "--json")[1])
    assert [list(row) for row in record["balance"]] == [["ratio", "triads", "value"]] * 5
    assert "null_model" not in record["provenance"]
    assert "null model" not in run("balance", EXAMPLE, "--networks", 0)[1]


def test_the_census_tells_the_balance_too(run):
    balance = json.loads(run("balance", EXAMPLE, *QUICK, "--json")[1])
    census = json.loads(run("census", EXAMPLE, *QUICK, "--json")[1])
    assert {key: census[key] for key in balance} == balance


def test_the_balance_of_links_and_nodes(run):
    Path("net.tsv").write_text("b c -\na b +\na c -\nc d +\n")
    code, out, _ = run("balance", "net.tsv", "--out", ".", "--networks", 0)
    assert code == 0
    assert out.splitlines()[-2:] == [f"written: net_balance_{k}.csv" for k in ("links", "nodes")]
    assert Path("net_balance_links.csv").read_text() == (
        "source,target,sign,loops,balanced_loops,balanced_share\n"
        "a,b,1,1,1,1.0\na,c,-1,1,1,1.0\nb,c,-1,1,1,1.0\nc,d,1,0,0,\n"
    )
    assert Path("net_balance_nodes.csv").read_text() == (
        "node,loops,balanced_loops,balanced_share\na,1,1,1.0\nb,1,1,1.0\nc,1,1,1.0\nd,0,0,\n"
    )


WRONG = {
    "census bad.tsv": "bad.tsv line 2: 'x' is neither a sign (+ or -) nor a number",
    "balance bad.tsv --json": "bad.tsv line 2: 'x' is neither a sign (+ or -) nor a number",
    "census none.tsv": "none.tsv No such file or directory",
    "census folder.tsv": "folder.tsv Is a directory",
    "census net.xls": ("net.xls is of no known kind; name it .tsv, .txt, .edgelist, .csv, "),
    "census none.tsv.gz": "none.tsv.gz No such file or directory",
    "census -": "stdin has no name that tells its format; say it, such as --format tsv",
    "census good.tsv --format xls": "argument --format: invalid choice: 'xls' (choose from ",
    "census good.tsv --columns a,b": "argument --columns: 'a,b' does not name three columns, as",
    "census good.tsv --signs 1": "argument --signs: '1' does not say what codes mean, as 1=+,2=-",
    "census good.tsv --networks 2 --out bad.tsv": "cannot write into bad.tsv: it is a file; name a folder",
    "census good.tsv --null fanmod": "argument --null: invalid choice: 'fanmod' (choose from ",
    "nulls good.tsv --networks 0 --out .": (
        "argument --networks: '0' is not a whole number from 1 to 1e+07 (see sparse-rnn nulls"
        " --help)"
    ),
    "census good.tsv --networks 2.5": "argument --networks: '2.5' is not a whole number from 0",
    "census good.tsv good.tsv --list a.tsv": "--list writes the occurrences of one network; name",
    "census good.tsv --list good.tsv": "good.tsv is a network to read; let the results have other ",
    "census good.tsv --list folder.tsv": "folder.tsv is a folder; results are files, so rename or",
    "census good.tsv --list bad.tsv/list.tsv": "cannot write into bad.tsv: it is a file; name a f",
    "census good.tsv --list good_census.csv --out .": "two results would both be called ",
    "census good.tsv good_census.csv --out .": "good_census.csv is a network to read; let the res",
    "balance good.tsv good_balance.csv --out .": "good_balance.csv is a network to read; let the ",
    "census good.tsv good_null_2.tsv --networks 2 --export .": "good_null_2.tsv is a network to r",
    "nulls good.tsv --networks 2 --out bad.tsv": "cannot write into bad.tsv: it is a file; name a",
    "census good.tsv --participation": "--participation writes tables; name a folder for them (--ou",
    "census good.tsv good.tsv --out .": "results of two networks would both be called 'good' in .; ",
    "census good.tsv --swaps nan": "argument --swaps: 'nan' is not a number from 0 to 1e+06",
    "census good.tsv --swaps -1": "argument --swaps: '-1' is not a number from 0 to 1e+06",
    "census good.tsv --seed -1": "argument --seed: '-1' is not a whole number from 0 to",
    "census good.tsv --threads none": "argument --threads: 'none' is not a whole number from 1",
    "census good.tsv --out": "argument --out: expected one argument (see sparse-rnn census --help)",
    "census good.tsv --net 2": "unrecognized arguments: --net 2 (see sparse-rnn --help)",
    "census": "the following arguments are required: GRAPH (see sparse-rnn census --help)",
    "count good.tsv": "argument COMMAND: invalid choice: 'count' (choose from ",
    "": "the following arguments are required: COMMAND (see sparse-rnn --help)",
}


@pytest.mark.parametrize("words", WRONG)
def test_what_is_wrong_is_told_in_one_line(run, tmp_path, words):
    (tmp_path / "good.tsv").write_text("a b 1\nb c -1\na c 1\n")
    (tmp_path / "bad.tsv").write_text("a b 1\nb c x\n")
    (tmp_path / "folder.tsv").mkdir()
    for name in ("good_census.csv", "good_balance.csv", "good_null_2.tsv"):
        (tmp_path / name).write_text("a,b,1\n")
    code, out, err = run(*words.split())
    assert (code, out) == (2, "")
    assert err.startswith(f"sparse-rnn: error: {WRONG[words]}")
    assert err.count("\n") == 1 and err.endswith("\n")


def test_too_little_memory_is_told_in_one_line(run, monkeypatch):
    def too_much(*_):
        raise MemoryError("8 TiB")

    monkeypatch.setattr("sparse_rnn.commands.options.read_network", too_much)
    assert run("balance", EXAMPLE) == (2, "", "sparse-rnn: error: not enough memory: 8 TiB\n")


def test_an_interrupted_run_leaves_quietly(run, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("sparse_rnn.commands.options.read_network", interrupt)
    assert run("balance", EXAMPLE) == (130, "", "")


DRAWN_FOR_LONG = """
import os, signal, threading
from sparse_rnn.cli import main
threading.Timer(3, os.kill, (os.getpid(), signal.SIGINT)).start()
main(["census", {!r}, "--networks", "1000000", "--threads", "2", "--out", "results"])
"""


def test_random_networks_are_not_waited_for_when_interrupted(tmp_path):
    """A million take many minutes; the time allowed is that of compiling them for the first time."""
    command = [sys.executable, "-c", DRAWN_FOR_LONG.format(str(EXAMPLE))]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=240)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
    assert list((tmp_path / "results").iterdir()) == []


def test_random_networks_that_are_all_the_given_one_are_told(run, tmp_path):
    """Signs that go by the sender cannot move while topology and signed degrees stay."""
    (tmp_path / "dale.tsv").write_text("a b 1\na c 1\nb c -1\nb d -1\nc a 1\nd a -1\n")
    for command in ("census", "balance"):
        words = (command, "dale.tsv", "--null", "fixed-topology-signed", "--networks", 50)
        _, out, err = run(*words)
        assert out.startswith("NOTHING COULD BE MOVED")
        assert err.startswith("sparse-rnn: warning: NOTHING COULD BE MOVED")
        assert out.splitlines()[-1] == "no verdict: see the warning"
        (warning,) = json.loads(run(*words, "--json")[1])["warnings"]
        assert warning == out.splitlines()[0]
        assert "NOTHING COULD" not in run(command, "dale.tsv", "--null", "no-regard", *QUICK)[1]


@pytest.mark.parametrize(
    "words",
    ["census --out", "balance --out", "four-nodes --out", "mixing --out", "nulls --out",
     "census --export", "census --list file/loops.tsv --out"],
)  # fmt: skip
def test_a_folder_that_cannot_be_written_is_told_before_anything_is_drawn(
    run, tmp_path, words, monkeypatch
):
    def drawn(*_):
        raise AssertionError("drawn in vain")

    monkeypatch.setattr("sparse_rnn.commands.null_networks.progress", drawn)
    (tmp_path / "file").touch()
    command, *more = words.split()
    code, out, err = run(command, EXAMPLE, *more, "file")
    assert (code, out) == (2, "")
    assert "cannot write into file: it is a file; name a folder with room" in err


@pytest.mark.parametrize("command", ["census", "balance"])
def test_what_is_finished_is_kept_when_a_later_network_fails(run, command, monkeypatch):
    kind = f"sparse_rnn.commands.{command}.{command}_of"
    measure, done = importlib.import_module(kind.rpartition(".")[0]), []
    first = getattr(measure, f"{command}_of")

    def fails_later(network, *arguments):
        if done:
            raise MemoryError("8 TiB")
        done.append(network)
        return first(network, *arguments)

    monkeypatch.setattr(kind, fails_later)
    Path("few.tsv").write_text("a b 1\nb c -1\na c 1\n")
    code, out, err = run(command, EXAMPLE, "few.tsv", "--networks", 3, "--out", "results")
    assert (code, out, err) == (2, "", "sparse-rnn: error: not enough memory: 8 TiB\n")
    assert json.loads(Path(f"results/{EXAMPLE.stem}_{command}.json").read_text())["eta"] > 0.8
    assert list(Path("results").glob("few*")) + list(Path("results").glob("all*")) == []


def test_version(run):
    assert run("--version") == (0, f"sparse-rnn {__version__}\n", "")


def test_help_names_every_command_and_every_option(run):
    code, out, _ = run("--help")
    assert code == 0
    assert all(f"\n    {c.name}" in out and c.summary in out for c in COMMANDS)
    code, out, _ = run("census", "--help")
    assert code == 0
    for word in ("--null", "--networks", "--swaps", "--seed", "--threads", "--out", "--json"):
        assert f"\n  {word} " in out or f"\n  {word}\n" in out
    assert all(f"\n  {name} " in out for name in NULL_MODELS)
    assert "\n  sparse-rnn census net.tsv\n" in out
    assert max(map(len, out.splitlines())) <= 100


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_progress_is_shown_to_a_terminal_alone(run, monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert run("census", EXAMPLE, *QUICK, "--json")[0] == 0
    assert "20/20" in terminal.getvalue()


def test_the_package_runs_as_the_command_does(tmp_path):
    words = ["-m", "sparse_rnn", "balance", EXAMPLE, "--networks", "0"]
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "global balance eta = 0.8826" in done.stdout
    wrong = subprocess.run([sys.executable, "-m", "sparse_rnn", "count"], capture_output=True)
    assert wrong.returncode == 2 and wrong.stderr.startswith(b"sparse-rnn: error: argument COMMAND")


def test_an_infinite_z_keeps_its_direction_as_the_help_says(run):
    words = ("census", EXAMPLE, "--networks", 2, "--seed", 5, "--all")
    record = json.loads(run(*words, "--json")[1])
    alike = [row for row in record["motifs"] if row["sd"] == 0]
    for row in alike:
        apart = row["count"] - row["mean"]
        assert row["z"] == (0 if not apart else "inf" if apart > 0 else "-inf")
    assert {row["z"] for row in alike} == {0, "inf", "-inf"}
    code, out, _ = run(*words, "--out", "results")
    assert code == 0
    text = {tuple(line.split()[:2]): line.split() for line in out.splitlines() if line.strip()}
    written = load_table("results/example_network_census.csv")["z"]
    for row, z in zip(record["motifs"], written, strict=True):
        assert z == float(row["z"])
        if row["sd"] == 0:
            assert text[row["triad"], row["signs"]][6] == f"{z:.4g}"
    told = " ".join(run("census", "--help")[1].split())
    assert "z is then 0 if" in told and "inf if it has more, -inf if it has fewer" in told


def test_an_output_that_nobody_reads_is_no_traceback():
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "sparse_rnn.cli", "balance", EXAMPLE, "--networks", "0"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")


def in_a_shell(redirection, *words, **variables):
    """Run the command with a redirection; its exit code and what the two streams showed."""
    command = [sys.executable, "-m", "sparse_rnn", *map(str, words)]
    shell = ["sh", "-c", f'"$@" {redirection}', "sh", *command]
    done = subprocess.run(shell, capture_output=True, env=os.environ | variables)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("words", [("balance", EXAMPLE, "--networks", "0"), ("census", EXAMPLE, *QUICK)])  # fmt: skip
def test_a_closed_output_is_no_traceback(tmp_path, words):
    assert in_a_shell(">&-", *words) == (1, b"", b"")
    assert in_a_shell(">&- 2>&-", *words) == (1, b"", b"")
    code, out, err = in_a_shell("2>&-", *words)
    assert (code, err) == (0, b"") and b"128 nodes, 760 links" in out
    assert in_a_shell(">&-", *words, "--out", tmp_path / "results") == (1, b"", b"")
    assert list((tmp_path / "results").glob("*.json")) != []


def test_an_error_is_told_by_the_exit_code_alone_where_nothing_can_be_said():
    assert in_a_shell(">&- 2>&-", "balance", "nothing.tsv") == (2, b"", b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_an_output_without_room_is_told_in_one_line():
    code, _, err = in_a_shell("> /dev/full", "balance", EXAMPLE, "--networks", "0")
    assert (code, err) == (2, b"sparse-rnn: error: No space left on device\n")


ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize("variables", [ASCII, {"PYTHONIOENCODING": "ascii:strict"}])
def test_a_name_beyond_ascii_is_written_whatever_the_locale(tmp_path, variables):
    path = tmp_path / "η.tsv"
    path.write_text("é b 1\nb η 1\né η -1\n", encoding="utf-8")
    words = ("census", path, *QUICK, "--out", tmp_path / "results")
    code, out, err = in_a_shell("", *words, **variables)
    assert (code, err) == (0, b"")
    assert b"3 nodes, 3 links" in out and b"written: " in out
    record = json.loads((tmp_path / "results" / "η_census.json").read_bytes())
    assert record["provenance"]["file"] == str(path)


@pytest.mark.skipif(sys.platform == "darwin", reason="file names are UTF-8 on macOS")
def test_a_name_that_is_not_utf_8_can_be_counted_and_written(tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9.tsv")
    path.write_bytes(EXAMPLE.read_bytes())
    out, variables = tmp_path / "results", {"PYTHONIOENCODING": "utf-8:strict"}
    for command in ("census", "balance", "mixing"):
        code, shown, err = in_a_shell(
            "", command, path, "--networks", "40", "--out", out, **variables
        )
        assert (code, err) == (0, b"")
        assert os.fsencode(f"written: {out}/{path.stem}_{command}.json") in shown
        text = (out / f"{path.stem}_{command}.json").read_text(encoding="ascii")
        assert json.loads(text)["provenance"]["file"].endswith("/caf\\xe9.tsv")
    assert (out / f"{path.stem}_census.png").exists()
    words = ("anneal", path, "--target", "0.8", "--series", "2", "--out", out / path.name)
    code, _, err = in_a_shell("", *words, **variables)
    assert (code, err) == (0, b"")
    assert load_table(out / f"{path.stem}_series.csv")["file"][0] == "caf\\xe9_01.tsv"


# what the base install has, and what it has not

GRAPHS_HALF = (
    "api",
    "base",
    "cli",
    "commands",
    "drawing",
    "graphs",
    "numerics",
    "reports",
    "results",
)
IMPORT_NAMES = {"pyyaml": "yaml"}
OPTIONAL = {"pyarrow"}  # which only Parquet files need, and which is imported for these alone


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def modules():
    """The modules of the half that needs no torch."""
    for part in GRAPHS_HALF:
        module = importlib.import_module(f"sparse_rnn.{part}")
        yield module.__name__
        inside = getattr(module, "__path__", [])
        yield from (m.name for m in pkgutil.walk_packages(inside, f"{module.__name__}."))


BLOCKED = """
import importlib, sys
blocked, modules, words = eval(sys.stdin.read())
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in blocked:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
for module in modules:
    importlib.import_module(module)
from sparse_rnn.cli import main
sys.exit(main(words))
"""


def test_the_graphs_half_runs_where_only_the_base_install_is(tmp_path):
    extras = project()["optional-dependencies"]
    names = {word.split("=")[0] for extra in extras.values() for word in extra}
    blocked = sorted({IMPORT_NAMES.get(n, n.replace("-", "_")) for n in names if "[" not in n})
    assert {"torch", "yaml", "jsonschema"} <= set(blocked)
    words = ["census", str(EXAMPLE), *QUICK, "--json", "--out", str(tmp_path)]
    given = repr((blocked, list(modules()), words))
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED], input=given, capture_output=True, text=True, cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads(done.stdout)["motifs"]) == 8


def imported(path):
    """The top-level names that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


DOORS = {"sparse_rnn.api": {"training"}, "sparse_rnn.commands.evaluate": {"training", "archive"}}
"""What reads trained networks: it names parts of the other half, and loads them when asked to."""


def test_the_graphs_half_imports_base_dependencies_alone():
    allowed = {*project()["dependencies"], *sys.stdlib_module_names, "sparse_rnn", "mpl_toolkits"}
    allowed |= OPTIONAL
    other_half = {"tasks", "models", "sparsify", "training", "studies", "archive", "config"}
    for module in modules():
        names = list(imported(Path(importlib.import_module(module).__file__)))
        assert {name.split(".")[0] for name in names} <= allowed, module
        parts = {name.split(".")[1] for name in names if name.startswith("sparse_rnn.")}
        assert parts & other_half <= DOORS.get(module, set()), module


def test_the_entry_point_is_the_main_function(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["sparse-rnn", "--version"])
    assert project()["scripts"]["sparse-rnn"] == f"{__main__.__name__}:main"
    with pytest.raises(SystemExit, match="0"):
        __main__.main()
    assert capsys.readouterr().out == f"sparse-rnn {__version__}\n"
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


INTERRUPTED = """
import os, signal, sys
class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == "pandas":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupt())
from sparse_rnn.__main__ import main
main()
"""


def test_an_interrupt_while_the_command_is_loaded_is_no_traceback():
    done = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
