import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import sparse_rnn as sr
from sparse_rnn.drawing.style import save_figure
from sparse_rnn.graphs.census.four.classes import (
    CLASS_NAMES,
    four_node_classes,
    with_name,
    with_patterns,
)
from sparse_rnn.graphs.census.four.count import four_node_census
from sparse_rnn.graphs.census.four.significance import FourNodeSample
from sparse_rnn.graphs.empirical import benjamini_hochberg
from sparse_rnn.reports.draws import NullDraws
from sparse_rnn.reports.four_nodes import FourNodes, classes_asked, four_nodes_of
from sparse_rnn.reports.network import named_network

EXAMPLE = str(Path(__file__).parents[2] / "notebooks" / "example_network.tsv")
BI_FAN = [("a", "c", 1), ("a", "d", -1), ("b", "c", -1), ("b", "d", 1)]


@pytest.fixture(scope="module")
def report():
    return sr.four_nodes(EXAMPLE, networks=40, seed=2)


def report_of(counts, random, **told):
    """A report on classes of bi-fans with some counts, against some counts of random networks."""
    null = {"acceptance": 0.5, "overlap": 0.1, "settled": None, "unsettled": "", "frozen": ""}
    null |= {"proposed": 10, "swaps": 9.0, "independent": False, "convergence": None}
    classes = with_name("bi-fan")[: len(counts)]
    sample = FourNodeSample(classes, np.array(random), SimpleNamespace(**null | told))
    draws = NullDraws(networks=len(random))
    return FourNodes(named_network(EXAMPLE), draws, classes, np.array(counts), sample)


def test_a_bi_fan_is_one_whose_signs_follow_the_links_told():
    found = sr.four_nodes(BI_FAN, networks=0)
    (row,) = found.table.to_dict("records")
    assert row == {"id": 204, "name": "bi-fan", "signs": "+--+", "patterns": "bi-fan", "count": 1}
    assert found.record["links"] == {"204": [[2, 0], [2, 1], [3, 0], [3, 1]]}
    assert found.legend == ("204, bi-fan: signs of 2->0, 2->1, 3->0, 3->1",)
    assert "1 classes occur" not in str(found) and "\n\n1 class occurs\n\n" in str(found)


def test_the_classes_listed_are_those_asked_for(report):
    assert set(report.table["name"]) == set(CLASS_NAMES)
    fans = sr.four_nodes(EXAMPLE, networks=40, seed=2, name="bi-fan").table
    assert set(fans["name"]) == {"bi-fan"}
    same = report.table[report.table["name"] == "bi-fan"]
    assert (fans["z"].to_numpy() == same["z"].to_numpy()).all()
    assert (fans["q"] == benjamini_hochberg(fans["p"].to_numpy())).all()
    assert (fans["q"].to_numpy() <= same["q"].to_numpy()).all(), "fewer classes, smaller q"


@pytest.mark.parametrize(
    ("name", "every", "places"),
    [(None, False, with_name()), ("bi-fan", False, with_name("bi-fan")), (None, True, None)],
)
def test_which_classes_are_asked_for(name, every, places):
    expected = with_patterns() if places is None else places
    assert (classes_asked(name, every) == expected).all()


def test_an_unknown_name_is_refused_with_the_names_there_are():
    with pytest.raises(ValueError, match="no four-node class 'fan'; there are bi-fan, bi-par"):
        sr.four_nodes(EXAMPLE, name="fan")
    with pytest.raises(ValueError, match="every class or those of the name 'bi-fan'"):
        sr.four_nodes(EXAMPLE, name="bi-fan", every_class=True)


def test_the_smallest_p_is_shown_first_and_then_the_largest_z():
    random = np.tile([[9, 0, 5, 7]], (99, 1)) + np.arange(99)[:, None] % 3 * [1, 1, 1, 0]
    found = report_of([4, 1, 20, 8], random)
    assert found.shown["signs"].tolist() == ["+-+-", "++--", "++++", "+++-"]
    assert np.isinf(found.shown["z"].iloc[0])
    assert found.table["signs"].tolist() == ["++++", "+++-", "++--", "+-+-"]


def test_text_and_display_show_the_first_and_tell_how_many_there_are(report):
    html = report._repr_html_()
    line = f"20 of {len(report.table)} classes that occur, those of the smallest p, then"
    assert line in str(report) and line in html
    assert html.count("<tr") == 21
    links = {"206, two-target loop: signs of 2->0, 2->1, 3->0, 3->1, 3->2; contains bi-fan, loops"}
    assert all(words in str(report) for words in links)
    assert "2-&gt;0" in html


def test_the_record_holds_all_rows_and_what_they_depend_on(report):
    record = json.loads(report.to_json())
    assert list(record) == ["four_nodes", "links", "verdict", "warnings", "provenance"]
    assert [row["signs"] for row in record["four_nodes"]] == report.table["signs"].tolist()
    assert set(record["links"]) == {str(number) for number in report.table["id"]}
    known = record["provenance"]
    assert (known["null_model"], known["networks"], known["seed"]) == ("global-const", 40, 2)
    assert known["swaps_per_link"] == report.sample.null.swaps
    classes = {(one.id, one.signs): one for one in four_node_classes()}
    for row in record["four_nodes"]:
        assert len(record["links"][str(row["id"])]) == len(row["signs"])
        assert (row["id"], row["signs"]) in classes


def test_it_shows_draws_and_names_itself(report, tmp_path):
    title = "example_network.tsv: 128 nodes, 760 links"
    assert title in report._repr_html_()
    drawn = f"{len(report.table)} classes, against 40 networks of global-const"
    assert repr(report) == f"<four-node motifs of {title}: {drawn}>"
    assert save_figure(report.plot(), tmp_path, "four_nodes").is_file()


@pytest.mark.parametrize(
    ("told", "warning"),
    [
        ({"settled": False, "unsettled": "chains differ"}, "NOT SETTLED: chains differ"),
        ({"overlap": 0.95, "frozen": "95 % are shared"}, "95 % are shared"),
        ({"overlap": 1.0}, "NOTHING COULD BE MOVED"),
    ],
)
def test_what_makes_z_no_evidence_is_said_first(told, warning):
    found = report_of([9], np.arange(50)[:, None], **told)
    assert found.warnings[0].startswith(warning)
    assert str(found).startswith(warning)
    assert found._repr_html_().index(warning) < found._repr_html_().index("<table")
    assert found.record["warnings"][0].startswith(warning)
    assert found.verdict == "no verdict: see the warning"


def test_the_verdict_counts_what_differs():
    random = np.tile(np.arange(100)[:, None], (1, 3)) % 5 + 10
    assert report_of([30, 0, 12], random).verdict == (
        "1 of 3 four-node classes are over-represented and 1 under-represented (q < 0.05, 100"
        " networks of global-const; fewer than 120 cannot show a class that differs alone)"
    )
    assert "too few for p < 0.05" in report_of([30, 0, 12], random[:39]).verdict
    assert report_of([12, 12, 12], random).verdict == (
        "no verdict: 100 random networks are too few to show a class that differs alone; draw 120"
        " or more (--networks)"
    )


def test_a_class_in_which_the_starts_differ_has_not_settled():
    chances = np.random.default_rng(0).integers(0, 20, (320, 2))
    chances[::2, 1] += 9  # each second network is of a chain from the given network
    convergence = SimpleNamespace(settled=True)
    found = report_of([9, 9], chances, convergence=convergence, settled=True)
    assert found.table["settled"].tolist() == [True, False]
    assert "settled" not in report_of([9, 9], chances[:31], convergence=convergence).table
    assert "settled" not in report_of([9, 9], chances).table


def test_counts_alone_are_the_census_and_have_no_picture():
    found = sr.four_nodes(EXAMPLE, networks=0)
    assert list(found.table) == ["id", "name", "signs", "patterns", "count"]
    counts = four_node_census(found.network.graph, with_name())
    assert found.table["count"].tolist() == counts[counts > 0].tolist()
    assert found.shown["count"].is_monotonic_decreasing
    assert found.verdict == "" and "null_model" not in found.record["provenance"]
    with pytest.raises(ValueError, match="without random networks there are no z-scores to draw"):
        found.plot()


@pytest.mark.parametrize("networks", [0, 3])
def test_a_network_without_any_of_the_classes(networks, tmp_path):
    found = sr.four_nodes([("a", "b", 1), ("b", "c", -1)], networks=networks, every_class=True)
    assert found.table.empty
    assert "none of these classes occurs" in str(found) and "none of these" in found._repr_html_()
    assert json.loads(found.to_json())["four_nodes"] == []
    if networks:
        assert save_figure(found.plot(), tmp_path, "none").is_file()


def test_a_single_random_network_has_no_z():
    found = sr.four_nodes(EXAMPLE, networks=1, name="bi-fan")
    assert found.table["z"].isna().all() and len(found.shown) == 7
    assert found.record["four_nodes"][0]["z"] is None


def test_it_tells_what_it_is_doing():
    steps = []
    network = named_network(EXAMPLE)
    four_nodes_of(network, NullDraws(networks=3, swaps=1.0), with_name("bi-fan"), steps.append)
    assert sum(steps) == 3 and -3 in steps
