import numpy as np
import pytest

from sparse_rnn.results.intervals import prediction_interval
from sparse_rnn.results.schema import no_rows
from sparse_rnn.studies.published import comparison
from sparse_rnn.studies.published.figure import NONE_OF_OURS, NOTHING, published_figure
from sparse_rnn.studies.published.runs_figure import published_runs_figure


@pytest.fixture
def ours(synthetic_tables):
    tables = synthetic_tables(tasks=["mg"], strategies=["set"], seeds=[0, 1, 2])
    return tables["balance"], tables["motifs"]


@pytest.fixture
def theirs(published_tables):
    return published_tables["published_balance"], published_tables["published_motifs"]


EMPTY = no_rows("published_balance"), no_rows("published_motifs")


def test_prediction_interval_of_three_values():
    """t_2(0.975) = 4.302653; s = 1; sqrt(1 + 1/3)."""
    half = 4.302653 * np.sqrt(4 / 3)
    assert prediction_interval([1, 2, 3, np.nan]) == pytest.approx((3, 2, 2 - half, 2 + half))


def test_one_value_predicts_nothing():
    n, mean, *ends = prediction_interval([1.0])
    assert (n, mean) == (1, 1.0) and np.isnan(ends).all()


def test_nineteen_of_twenty_further_values_lie_within():
    rng = np.random.default_rng(0)
    draws = rng.normal(size=(4000, 6))
    intervals = [prediction_interval(row[:5]) for row in draws]
    share = np.mean([i.low <= row[5] <= i.high for i, row in zip(intervals, draws, strict=True)])
    assert share == pytest.approx(0.95, abs=0.012)


def test_each_quantity_is_compared_for_all_links_and_for_the_core(theirs, ours):
    table = comparison.compare_published(*theirs, *ours)
    assert table["listed"].unique().tolist() == ["all", "core"]
    assert table["quantity"][table["listed"] == "all"].tolist() == list(comparison.QUANTITIES)
    eta = table[table["quantity"] == "eta"].set_index("listed")
    assert eta.loc["all", ["theirs", "n", "mean"]].tolist() == pytest.approx([0.9, 3, 0.81])
    assert eta["inside"].tolist() == [False, False]  # 0.81 +- 0.01 * 4.3 * sqrt(4 / 3)
    z = table[table["quantity"] == "mean z balanced"]
    assert z["theirs"].tolist() == [4.0, 4.0] and z["mean"].tolist() == [5.0, 5.0]
    assert z["inside"].tolist() == [True, True]


def test_only_the_last_network_of_a_run_is_compared(theirs, ours):
    balance, motifs = theirs
    earlier = balance.assign(step=balance["step"] - 1, eta=0.1, file=balance["file"] + " before")
    both = balance.merge(earlier, how="outer")
    again = comparison.compare_published(both, motifs, *ours)
    assert again.equals(comparison.compare_published(balance, motifs, *ours))


def test_a_diverged_network_of_ours_has_no_say(theirs, ours):
    balance, motifs = (table.assign(diverged=(table["seed"] == 2) * 3) for table in ours)
    table = comparison.compare_published(*theirs, balance, motifs)
    assert set(table["n"]) == {2}
    assert table["mean"][table["quantity"] == "eta"].tolist() == pytest.approx([0.805, 0.805])


def test_without_ours_nothing_is_inside_or_outside(theirs, ours):
    other = [table.assign(task="mtc") for table in ours]
    table = comparison.compare_published(*theirs, *other)
    assert set(table["n"]) == {0} and table["inside"].isna().all()
    (words,) = set(comparison.comparison_table(table)["loops inside"])
    assert words == comparison.NOT_KNOWN
    published_runs_figure(theirs[0], other[0], table)
    texts = [text.get_text() for text in published_figure(table).axes[0].texts]
    assert set(texts) == {NONE_OF_OURS}


def test_a_mark_at_the_end_of_the_interval_lies_at_one(theirs, ours):
    table = comparison.compare_published(*theirs, *ours)
    table["theirs"] = table["high"]
    figure = published_figure(table)
    marks = [line for line in figure.axes[0].lines if line.get_marker() != "None"]
    assert len(marks) == 2 * 9 and len(figure.axes[0].get_yticks()) == 2
    assert [line.get_xdata()[0] for line in marks] == pytest.approx([1] * 18)
    words = figure._supxlabel.get_text()
    assert words.startswith("1 network of theirs") and "mean of ours (n = 3)" in words
    assert "Arrow" not in words and "half-widths" in figure.axes[0].get_xlabel()


def test_an_arrow_at_the_edge_is_named_where_there_is_one(theirs, ours):
    table = comparison.compare_published(*theirs, *ours)
    table.loc[table["quantity"] == "eta", "theirs"] = 9.0
    figure = published_figure(table)
    assert ">" in [line.get_marker() for line in figure.axes[0].lines]
    assert "Arrow at the edge" in figure._supxlabel.get_text()


def test_the_interval_of_eta_ends_where_eta_does(theirs, ours):
    table = comparison.compare_published(*theirs, *ours).assign(high=1.037)
    assert comparison.comparison_table(table)["eta, ours"].str.endswith(", 1.000]").all()


def test_the_table_that_is_shown(theirs, ours):
    shown = comparison.comparison_table(comparison.compare_published(*theirs, *ours))
    assert shown["links"].tolist() == ["all", "core"] and shown["n of ours"].tolist() == [3, 3]
    assert shown["eta, ours"].tolist() == ["0.810 [0.760, 0.860]"] * 2
    assert shown["eta inside"].tolist() == ["no", "no"]
    assert shown["loops inside"].tolist() == ["8 of 8"] * 2


def test_nothing_published_gives_empty_tables_and_a_figure_that_says_so(ours, balanced_tables):
    table = comparison.compare_published(*EMPTY, *ours)
    assert table.empty and comparison.comparison_table(table).empty
    assert comparison.generated_series(EMPTY[0], balanced_tables[0]).empty
    for figure in (published_figure(table), published_runs_figure(EMPTY[0], ours[0], table)):
        assert [text.get_text() for text in figure.axes[0].texts] == [NOTHING]


def test_generated_series_stand_beside_ours(theirs, balanced_tables):
    table = comparison.generated_series(theirs[0], balanced_tables[0])
    assert table["whose"].tolist() == ["theirs", "ours", "ours"]
    assert table["networks"].tolist() == [2, 3, 3]
    assert table["eta_last"].tolist() == pytest.approx([0.75, 0.9, 0.9])
    assert table["rho"].tolist() == pytest.approx([1, 1, 1])


def test_a_name_that_tells_another_eta_is_found(theirs):
    assert comparison.name_differences(theirs[0])["file"].tolist() == ["BN"]
