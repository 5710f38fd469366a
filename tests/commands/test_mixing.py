import json
from pathlib import Path

import pandas as pd
import pytest

from sparse_rnn.base.artifacts import load_table
from sparse_rnn.cli import main
from sparse_rnn.graphs.files.readers import read_network
from sparse_rnn.graphs.nulls.mixing import SWAPS, mixing_table
from sparse_rnn.reports.mixing import mixing_in_words

EXAMPLE = Path(__file__).parents[2] / "notebooks" / "example_network.tsv"
QUICK = ["mixing", str(EXAMPLE), "--networks", "40", "--null", "no-regard"]


def test_the_mixing_prints_a_row_for_each_number_of_swaps(capsys):
    assert main(QUICK) == 0
    out, err = capsys.readouterr()
    assert err == ""
    lines = out.splitlines()
    assert lines[1] == "null model no-regard"
    assert lines[3].split() == [
        "swaps",
        "accepted",
        "overlap",
        "overlap_far",
        "means",
        "z",
        "apart",
        "worst",
    ]
    assert [float(line.split()[0]) for line in lines[4 : 4 + len(SWAPS)]] == list(SWAPS)
    table = mixing_table(read_network(EXAMPLE).graph, "no-regard", 40)
    assert lines[-1] == mixing_in_words(table, 40)


def test_the_mixing_is_written_with_its_provenance(capsys, tmp_path):
    assert main([*QUICK, "--json", "--out", str(tmp_path)]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record == json.loads((tmp_path / "example_network_mixing.json").read_text())
    table = load_table(tmp_path / "example_network_mixing.csv")
    expected = mixing_table(read_network(EXAMPLE).graph, "no-regard", 40)
    pd.testing.assert_frame_equal(table, expected)
    assert len(record["mixing"]) == len(table)
    known = record["provenance"]
    assert (known["null_model"], known["networks"], known["seed"]) == ("no-regard", 40, 0)
    assert known["swaps_per_link"] == list(SWAPS)
    assert (tmp_path / "example_network_mixing.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "example_network_mixing.pdf").exists()


def differing(errors, spread=1.0):
    """A table of chains whose starts differ by so much, after 0, 1, 2, ... swaps."""
    rows = [
        {"swaps": float(swaps), "signs": signs, "apart": error}
        for swaps, error in enumerate(errors)
        for signs in ("+++", "all")
    ]
    return pd.DataFrame(rows).assign(sd=spread, moved=2.0)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (differing([9, 9]), "not settled after 1 swaps per link: chains that started apart still"),
        (differing([9, 1, 1]), "settled from 1 swaps per link on: nothing differs by 4 standard "),
        (differing([0, 0], 0.0), "cannot be told: no count of loops differs from one random "),
    ],
)
def test_what_the_table_says_is_told(table, words):
    assert mixing_in_words(table, 40).startswith(words)


def test_a_network_that_cannot_be_rewired_is_not_called_settled(tmp_path, capsys):
    (tmp_path / "one.tsv").write_text("a b 1\n")
    assert main(["mixing", str(tmp_path / "one.tsv"), "--networks", "40", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["settled_at"] is None


def test_a_single_network_is_refused_in_one_line(capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["mixing", str(EXAMPLE), "--networks", "1"])
    assert "--networks: '1' is not a whole number from 32 to 1e+07" in capsys.readouterr().err
