"""The table of conditions says what the tables say, and links files that are there."""

import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from sparse_rnn.archive.load import archived_table
from sparse_rnn.config import Condition
from sparse_rnn.results.runs import CONDITION
from sparse_rnn.site.condition_figure import condition_figure, drawn
from sparse_rnn.site.condition_pages import condition_page, write_conditions
from sparse_rnn.site.condition_rows import IN_TABLE, conditions_html, title_of
from sparse_rnn.site.conditions import condition_table, page_name
from sparse_rnn.site.shelf import Shelf

ROOT = Path(__file__).parents[2]
ARCHIVE = ROOT / "data" / "reference"
SET = Condition("mg", "rnn", "set", 0.9)


class Rows(HTMLParser):
    """The cells of each row and the links of a table; stops at a tag that is not closed."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.links, self.open = [], [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append(dict(attributes))
        if tag == "a":
            self.links.append(dict(attributes)["href"])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def archived():
    tables = ("history", "balance", "motifs")
    return condition_table({name: archived_table(ARCHIVE, name) for name in tables})


def row_of(table, condition):
    found = table
    for key, value in vars(condition).items():
        found = found[found[key] == value]
    (row,) = found.to_dict("records")
    return row


def test_a_condition_has_its_means_and_intervals(synthetic_tables):
    """Three seeds of the metric 0.001, 0.002, 0.003, of eta 0.8, 0.81, 0.82 and of z 4, 5, 6."""
    row = row_of(condition_table(synthetic_tables()), SET)
    assert row["n"] == 3
    assert row["metric"] == pytest.approx(6 ** (1 / 3) * 1e-3, rel=1e-3)
    assert (row["eta"], row["eta_before"]) == pytest.approx((0.81, 0.5))
    assert row["eta_high"] - row["eta"] == pytest.approx(4.302653 * 0.01 / 3**0.5, rel=1e-4)
    assert (row["z_balanced"], row["z_unbalanced"]) == pytest.approx((5, -5))


def test_a_network_that_diverged_is_left_out(synthetic_tables):
    tables = synthetic_tables()
    for table in tables.values():
        table.loc[(table["strategy"] == "set") & (table["seed"] == 2), "diverged"] = 4
    row = row_of(condition_table(tables), SET)
    assert (row["n"], row["z_balanced"]) == (2, pytest.approx(4.5))


def test_conditions_stand_in_the_order_of_the_catalogue(synthetic_tables):
    table = condition_table(synthetic_tables())
    assert table["task"].tolist() == ["mg"] * 4 + ["mtc"] * 4
    assert table["strategy"].tolist()[:4] == ["pruning_2", "set", "static", "dense"]


def test_every_archived_condition_is_a_row(archived):
    history = archived_table(ARCHIVE, "history")
    assert len(archived) == len(history[CONDITION].drop_duplicates())
    assert (archived["n"] > 0).all() and archived["metric"].notna().all()
    assert archived.loc[archived["sparsity"] > 0, "z_balanced"].notna().all()


def test_the_table_is_well_formed_and_its_files_are_there(archived):
    conditions = [Condition(*key) for key in archived[CONDITION].itertuples(index=False)]
    kept = [condition for condition in conditions if condition.sparsity]
    found = Rows(conditions_html(archived, kept, "data/reference/networks"))
    assert len(found.rows) == 1 + len(archived)
    assert {len(row) for row in found.rows} == {6 + len(IN_TABLE)}
    assert [head.get("data-filter") for head in found.rows[0][:4]] == CONDITION
    files = [link for link in found.links if link.endswith(".gz")]
    assert len(files) == len(kept) and all((ROOT / file).is_file() for file in files)
    pages = {f"conditions/{page_name(condition)}.html" for condition in conditions}
    assert set(found.links) - set(files) == pages


def test_a_number_is_sorted_by_its_value_and_one_without_comes_last(synthetic_tables):
    tables = synthetic_tables()
    tables["motifs"] = tables["motifs"][tables["motifs"]["strategy"] != "dense"]
    html = conditions_html(condition_table(tables), [], "networks")
    assert re.search(
        r'<td data-value="0\.81\d*">0\.810<small>\[0\.785, 0\.835\]</small></td>', html
    )
    assert html.count("<td>–</td>") == 4  # two kinds of loops, two dense conditions
    assert "not kept" in html and "(error)" in html


def test_a_page_says_what_is_kept(synthetic_tables):
    row = row_of(condition_table(synthetic_tables()), SET)
    page = condition_page(SET, row, archived=True)
    assert "# Mackey–Glass, RNN, SET, 90 % sparse" in page
    assert "(copied:../data/reference/networks/mg/rnn/set/0.9.tsv.gz)" in page
    assert "| η after | 0.810 | [0.785, 0.835] |" in page
    assert "tsv.gz" not in condition_page(SET, row, archived=False)
    assert title_of(Condition("mg", "rnn", "dense", 0.0)) == "Mackey–Glass, RNN, Dense"


def test_every_condition_is_drawn_and_its_rows_are_kept(synthetic_tables, tmp_path):
    tables = synthetic_tables(tasks=["mg"], strategies=["set", "dense"])
    drawn(tables, tmp_path / "kept")
    rows = condition_table(tables)
    write_conditions(Shelf(tmp_path / "out"), rows, [], tmp_path / "kept")
    for name in ("mg-rnn-set-0.9", "mg-rnn-dense-0.0"):
        lines = (tmp_path / "kept" / f"{name}.csv").read_text().splitlines()
        assert len(lines) == 1 + 3 * 5
        picture = (tmp_path / "out" / "conditions" / f"{name}.png").read_bytes()
        assert picture == (tmp_path / "kept" / f"{name}.png").read_bytes()


def test_curves_are_those_of_the_networks(synthetic_tables):
    tables = synthetic_tables(tasks=["mg"], strategies=["set"])
    figure = condition_figure(SET, tables["history"], tables["balance"])
    metric, eta = figure.axes
    assert metric.get_yscale() == "log" and eta.get_ylabel() == "global balance η"
    (mean,) = (line for line in eta.lines if len(line.get_xdata()) == 5)
    expected = tables["balance"].groupby("epoch")["eta"].mean()
    np.testing.assert_allclose(mean.get_ydata(), expected)
    assert len(eta.collections) == 1  # the band of its interval
