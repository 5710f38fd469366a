"""What the command line says of a file: its options, its warnings, its notes, what was left out."""

import gzip
import io
import json
import os
import sys
from pathlib import Path

import pytest

from sparse_rnn.commands.registry import COMMANDS
from sparse_rnn.graphs.files.readers import read_network
from sparse_rnn.graphs.files.reading_options import ReadingOptions

LINKS = "a\tb\t1\nb\tc\t-1\na\tc\t-1\n"
TRRUST = "a\tb\tActivation\t1;2\nb\tc\tRepression\t3\na\tc\tRepression\t\nc\ta\tUnknown\t4\n"
OPTIONS = ["--format", "--columns", "--attribute", "--signs", "--undirected", "--transpose"]
OPTIONS += ["--unknown", "--conflicts", "--merge"]


@pytest.fixture
def balance(run):
    """Read a file as a network: its provenance, the first lines that are printed, and stderr."""

    def balance(name, *words):
        code, out, err = run("balance", name, "--networks", 0, *words)
        assert code == 0, err
        record = json.loads(run("balance", name, "--networks", 0, "--json", *words)[1])
        return record["provenance"], out.splitlines(), err

    return balance


# evaluate reads the files of trained networks, which have one form
@pytest.mark.parametrize("command", [c.name for c in COMMANDS if c.name != "evaluate"])
def test_every_command_that_reads_a_network_has_the_options(run, command):
    code, out, _ = run(command, "--help")
    assert code == 0
    assert all(f"\n  {option}" in out for option in OPTIONS)


@pytest.mark.parametrize("name", ["colours.txt", "colours01.txt"])
def test_codes_are_refused_until_it_is_said_what_they_mean(run, balance, name):
    first = "01" in name
    lines = [(1, 2, 1), (2, 3, 2), (1, 3, 2), (3, 4, 1)]
    text = "".join(f"{i} {j} {code - first}\n" for i, j, code in lines)
    Path(name).write_text(text)
    meaning = "0=-,1=+" if first else "1=+,2=-"
    code, out, err = run("census", name)
    assert (code, out) == (2, "")
    assert err.startswith(f"sparse-rnn: error: {name} holds no signs, only the numbers ")
    assert f"--signs {meaning}" in err
    known, lines, err = balance(name, "--signs", "0=+,1=-" if first else meaning)
    assert (known["positive_links"], known["links"], err) == (2, 4, "")


def test_a_warning_comes_before_the_result(balance):
    Path("net.tsv").write_text("a b 0.5\nb c 1\na c 7\n")
    known, lines, err = balance("net.tsv")
    assert lines[:2] == [known["warnings"][0], "net.tsv: 3 nodes, 3 links (3 positive, 0 negative)"]
    warning = known["warnings"][0]
    assert err == f"sparse-rnn: warning: net.tsv: {warning}\n"
    assert warning.startswith("all links are positive, so that balance is trivially 1; if signs")
    assert "--signs 1=+,2=-" in warning and len(known["warnings"]) == 1


def test_a_table_by_its_columns(run, balance):
    Path("net.tsv").write_text(TRRUST)
    assert "(--columns 1,2,3)" in run("balance", "net.tsv")[2]
    assert "line 4: sign 'Unknown' is unknown" in run("balance", "net.tsv", "--columns", "1,2,3")[2]
    known, lines, err = balance("net.tsv", "--columns", "1,2,3", "--unknown", "drop")
    assert lines[0].endswith("3 links (1 positive, 2 negative), without 1 unknown signs")
    assert (known["unknown_signs_left_out"], known["notes"], err) == (1, [], "")


def test_a_note_says_what_was_chosen(balance):
    Path("net.csv").write_text(
        "# made by hand\nTF,Target,weight,Effect\na,b,1,+\nb,c,1,-\na,c,2.5,-\n"
    )
    known, lines, _ = balance("net.csv")
    assert lines[0].endswith("(1 positive, 2 negative), without 1 comment lines")
    assert known["notes"] == [
        "columns read by name: source 'TF', target 'Target', sign 'Effect'; not read: 'weight'"
        " (--columns chooses)"
    ]
    assert lines[1] == f"note: {known['notes'][0]}"
    assert known["comment_lines"] == 1
    assert balance("net.csv", "--columns", "tf,target,WEIGHT")[0]["positive_links"] == 3


def test_conflicts_repeats_and_self_loops_are_counted(run, balance):
    Path("net.tsv").write_text("a b 1\na b -1\na b 1\nb c -2\nb c -1\nc c 1\nc a 0\n")
    assert "line 2: 'a' -> 'b' repeats line 1 with the other sign" in run("balance", "net.tsv")[2]
    code, _, err = run("balance", "net.tsv", "--conflicts", "majority")
    assert code == 2
    assert "line 5: 'b' -> 'c' repeats line 4 with the same sign" in err and "(--merge)" in err
    known, lines, _ = balance("net.tsv", "--merge", "--conflicts", "majority")
    assert lines[0].endswith(
        "2 links (1 positive, 1 negative), without 1 self-loops, 1 zero weights, 1 repeats,"
        " 2 conflicts"
    )
    assert (known["conflicts_left_out"], known["repeats_merged"]) == (2, 1)


def test_links_in_both_directions_and_turned_round(balance):
    Path("net.tsv").write_text(LINKS)
    assert balance("net.tsv", "--undirected")[0]["links"] == 6
    turned = read_network("net.tsv", ReadingOptions(transpose=True)).graph
    assert set(turned.to_networkx().edges) == {("b", "a"), ("c", "b"), ("c", "a")}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", ["net.tsv", "-"])
def test_packed_files_and_the_standard_input(balance, monkeypatch, packed, name):
    data = gzip.compress(LINKS.encode()) if packed else LINKS.encode()
    words = ("--format", "tsv") if name == "-" else ()
    path = Path(name + ".gz" * packed)
    if name == "-":
        path = Path("-")

        class Input:
            @property
            def buffer(self):
                return io.BytesIO(data)

        monkeypatch.setattr(sys, "stdin", Input())
    else:
        path.write_bytes(data)
    known, lines, _ = balance(path, *words)
    label = "stdin" if name == "-" else str(path)
    assert lines[0] == f"{label}: 3 nodes, 3 links (1 positive, 2 negative)"
    assert known["file"] == label


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("net.tsv.gz", gzip.compress(LINKS.encode(), mtime=0)[:-9], "net.tsv.gz cannot be read as gzip (EOFError"),
        ("net.tsv.gz", LINKS.encode(), "net.tsv.gz is not packed by gzip; name it without .gz"),
        ("net.xls.gz", b"", "net.xls.gz is of no known kind; name it .tsv, "),
        ("net", b"", "net is of no known kind; name it .tsv, "),
    ],
)  # fmt: skip
def test_files_that_are_not_what_their_name_says(run, name, data, message):
    Path(name).write_bytes(data)
    code, _, err = run("balance", name)
    assert code == 2
    assert err.startswith(f"sparse-rnn: error: {message}")


def test_the_format_goes_before_the_name(balance):
    Path("net.out").write_text(LINKS)
    assert balance("net.out", "--format", "tsv")[0]["links"] == 3
    network = read_network("net.out", ReadingOptions(format=".txt"))
    assert network.graph.edges == 3
    with pytest.raises(
        ValueError, match=r"'xls' is no known format; choose \.tsv, .* \(--format\)"
    ):
        read_network("net.out", ReadingOptions(format="xls"))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such name")
def test_a_name_that_is_not_utf8_is_shown_with_escapes(balance):
    name = os.fsdecode(b"net\xff.edgelist")
    Path(name).write_bytes("M\xfcller b 1\nb c -1\n".encode("latin-1"))
    known, lines, _ = balance(name)
    assert known["file"] == r"net\xff.edgelist"
    assert lines[0].startswith(r"net\xff.edgelist: 3 nodes")
    assert lines[1].startswith("note: not UTF-8, so read as Windows-1252 (Latin-1)")


def test_warnings_are_shown_by_one_command_at_a_time(balance):
    Path("net.tsv").write_text("a b 0.5\nb c 1\n")
    assert balance("net.tsv")[2].count("\n") == balance("net.tsv")[2].count("\n") == 1
