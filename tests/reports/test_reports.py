import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import sparse_rnn as sr
from sparse_rnn.cli import main
from sparse_rnn.drawing.style import save_figure
from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.reports.balance import BalanceReport
from sparse_rnn.reports.census import Census
from sparse_rnn.reports.draws import NullDraws
from sparse_rnn.reports.network import named_network
from sparse_rnn.reports.verdict import eta_verdict, loops_verdict

EXAMPLE = str(Path(__file__).parents[2] / "notebooks" / "example_network.tsv")
FEW = {"networks": 40, "seed": 2}
WORDS = ["--networks", "40", "--seed", "2", "--json"]


@pytest.fixture(scope="module")
def reports():
    return {
        "census": sr.census(EXAMPLE, **FEW),
        "balance": sr.balance(EXAMPLE, **FEW),
        "mixing": sr.mixing(EXAMPLE, **FEW),
        "anneal": sr.anneal(EXAMPLE, 0.6, seed=2),
    }


@pytest.mark.parametrize("command", ["census", "balance", "mixing"])
def test_the_json_of_an_object_is_that_of_the_command_line(reports, command, capsys):
    assert main([command, EXAMPLE, *WORDS]) == 0
    assert capsys.readouterr().out == reports[command].to_json() + "\n"


def test_the_json_of_annealing_is_that_of_the_command_line(reports, capsys, tmp_path):
    words = ["anneal", EXAMPLE, "--target", "0.6", "--seed", "2", "--json"]
    assert main([*words, "--out", str(tmp_path / "net.tsv")]) == 0
    assert capsys.readouterr().out == reports["anneal"].to_json() + "\n"


@pytest.mark.parametrize("command", ["census", "balance", "mixing"])
def test_the_text_of_an_object_is_that_of_the_command_line(reports, command, capsys):
    assert main([command, EXAMPLE, *WORDS[:-1]]) == 0
    assert capsys.readouterr().out == f"{reports[command]}\n"


@pytest.mark.parametrize("name", ["census", "balance", "mixing", "anneal"])
def test_every_report_shows_draws_and_names_itself(reports, name, tmp_path):
    report = reports[name]
    assert isinstance(report.table, pd.DataFrame) and len(report.table)
    assert "example_network.tsv: 128 nodes, 760 links" in report._repr_html_()
    assert "example_network.tsv" in repr(report) and "\n" not in repr(report)
    assert save_figure(report.plot(), tmp_path, name).is_file()


def test_the_display_of_a_census_has_glyphs_and_profile(reports):
    html = reports["census"]._repr_html_()
    assert html.count("<title>+--</title>") == 2, "in the profile and in the table"
    assert html.count("<table") == 2
    assert "<title>" not in sr.census(EXAMPLE, networks=3, every_motif=True).table.to_html()


def test_names_cannot_leave_the_display(tmp_path):
    path = tmp_path / "<b>&.tsv"
    path.write_text("a b 1\nb c -1\na c -1\n")
    assert "&lt;b&gt;&amp;.tsv: 3 nodes" in sr.balance(path)._repr_html_()


def test_counts_alone_have_no_picture():
    counts = sr.census(EXAMPLE, networks=0)
    assert list(counts.table) == ["triad", "signs", "balanced", "count"]
    assert counts.verdict == "" and "null_model" not in counts.record["provenance"]
    assert "<svg xmlns" not in counts._repr_html_()
    with pytest.raises(ValueError, match="without random networks there are no z-scores to draw"):
        counts.plot()


def sample_of(counts, **told):
    """Random networks with what is told of them."""
    usual = {"acceptance": 0.5, "overlap": 0.1, "settled": None, "unsettled": "", "frozen": ""}
    usual |= {"proposed": 10, "swaps": 9.0, "independent": False, "convergence": None}
    return SimpleNamespace(counts=counts, **usual | told)


@pytest.mark.parametrize(
    ("told", "warning"),
    [
        (
            {"settled": False, "unsettled": "chains still differ"},
            "NOT SETTLED: chains still differ",
        ),
        ({"overlap": 0.95, "frozen": "95 % are shared"}, "95 % are shared"),
        ({"overlap": 1.0}, "NOTHING COULD BE MOVED"),
    ],
)
@pytest.mark.parametrize("kind", [Census, BalanceReport])
def test_what_makes_z_no_evidence_is_said_first(kind, told, warning):
    network = named_network(EXAMPLE)
    census = signed_triad_census(network.graph)
    counts = np.stack([census + shift for shift in range(50)])
    report = kind(network, NullDraws(networks=50), census, sample_of(counts, **told))
    assert report.warnings[0].startswith(warning)
    assert str(report).startswith(warning)
    assert report._repr_html_().index(warning) < report._repr_html_().index("<table")
    record = json.loads(report.to_json())
    assert record["warnings"][0].startswith(warning)
    assert record["verdict"] == "no verdict: see the warning"
    known = record["provenance"]
    assert (known["settled"], known["overlap"]) == (told.get("settled"), told.get("overlap", 0.1))


def motifs(p_more, q):
    balanced = [True, False, False, True, False, True, True, False]
    return pd.DataFrame(
        {"triad": "030T", "balanced": balanced, "p_more": p_more, "p_fewer": 1.0, "q": q}
    )


def test_the_verdict_counts_what_differs():
    sample = sample_of(np.zeros((400, 132)))
    table = motifs([0.01] * 8, [0.04, 0.06, 0.04, 0.04, 0.06, 0.06, 0.04, 0.06])
    table.loc[3, ["p_more", "p_fewer"]] = 1.0, 0.01
    assert loops_verdict(table, NullDraws(networks=400), sample) == (
        "2 of 4 balanced loops are over-represented and 1 under-represented; 1 of 4 unbalanced"
        " loops are over-represented and 0 under-represented (q < 0.05, 400 networks of"
        " global-const)"
    )
    assert "fewer than 320 cannot show" in loops_verdict(table, NullDraws(networks=319), sample)
    table["q"] = 0.06
    assert loops_verdict(table, NullDraws(networks=319), sample) == (
        "no verdict: 319 random networks are too few to show a motif that differs alone; draw 320"
        " or more (--networks)"
    )
    assert loops_verdict(table, NullDraws(networks=320), sample).startswith("0 of 4 balanced loops")
    assert "39 random networks are too few" in loops_verdict(table, NullDraws(networks=39), sample)


@pytest.mark.parametrize(
    ("more", "fewer", "p", "words"),
    [
        (0.01, 1, 0.02, "eta is higher than in random networks (global-const, p = 0.02)"),
        (1, 0.01, 0.02, "eta is lower than in random networks (global-const, p = 0.02)"),
        (
            0.4,
            0.6,
            0.8,
            "eta is not distinguishable from that of the 100 random networks (p = 0.8)",
        ),
        (np.nan, np.nan, np.nan, ""),
    ],
)
def test_the_verdict_on_eta(more, fewer, p, words):
    row = pd.DataFrame({"p_more": [more], "p_fewer": [fewer], "p": [p]})
    assert eta_verdict(row, NullDraws(networks=100), sample_of(np.zeros((100, 132)))) == words
