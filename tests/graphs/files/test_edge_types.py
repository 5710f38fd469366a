"""Gephi's column Type: the same rule in tables of text, of pandas, in Parquet and in GEXF."""

import io

import pandas as pd
import pytest

import sparse_rnn as sr

ROWS = [("a", "b", 1.0), ("b", "c", -2.0), ("a", "c", -1.0), ("c", "c", 1.0)]
FORMS = ("csv", "tsv", "parquet", "gexf")


def table(types):
    rows = [(s, t, kind, w) for (s, t, w), kind in zip(ROWS, types, strict=True)]
    return pd.DataFrame(rows, columns=["Source", "Target", "Type", "Weight"])


def gexf(types):
    edges = "".join(
        f'<edge source="{s}" target="{t}" type="{kind.lower()}" weight="{w}"/>'
        for (s, t, w), kind in zip(ROWS, types, strict=True)
    )
    nodes = "".join(f'<node id="{name}" label="{name}"/>' for name in "abc")
    return f'<gexf xmlns="http://gexf.net/1.3"><graph defaultedgetype="directed"><nodes>{nodes}</nodes><edges>{edges}</edges></graph></gexf>'  # fmt: skip


def content(form, types):
    if form == "gexf":
        return gexf(types)
    if form == "parquet":
        file = io.BytesIO()
        table(types).to_parquet(file)
        return file.getvalue()
    return table(types).to_csv(index=False, sep="," if form == "csv" else "\t")


def links(graph):
    return set(zip(graph.source.tolist(), graph.target.tolist(), graph.sign.tolist(), strict=True))


LISTED = {(0, 1, 1), (1, 2, -1), (0, 2, -1)}
BACK = {(1, 0, 1), (2, 1, -1), (2, 0, -1)}


@pytest.mark.parametrize("form", FORMS)
def test_undirected_links_are_refused_unless_both_directions_are_asked_for(read, form):
    given = content(form, ["Undirected"] * 4)
    with pytest.raises(ValueError, match=r"is undirected; give each link its direction"):
        read(f"net.{form}", given)
    assert links(read(f"net.{form}", given, undirected=True).graph) == LISTED | BACK


@pytest.mark.parametrize("form", FORMS)
def test_directed_links_are_as_they_are_listed(read, form):
    network = read(f"net.{form}", content(form, ["Directed"] * 4))
    assert links(network.graph) == LISTED
    assert not any("without a direction" in note for note in network.notes)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("free", ["Undirected", "Mutual"])
def test_a_link_without_direction_beside_directed_ones_is_taken_in_both(read, form, free):
    network = read(f"net.{form}", content(form, ["Directed", free, "Directed", "Directed"]))
    assert links(network.graph) == LISTED | {(2, 1, -1)}
    assert network.notes[-1] == "edges without a direction, taken in both: 1"


@pytest.mark.parametrize("form", FORMS)
def test_links_of_both_kinds_can_all_be_taken_in_both_directions(read, form):
    given = content(form, ["Directed", "Undirected", "Mutual", "Directed"])
    assert links(read(f"net.{form}", given, undirected=True).graph) == LISTED | BACK


@pytest.mark.parametrize("form", FORMS)
def test_another_type_is_told(read, form):
    with pytest.raises(
        ValueError, match=r"(line 3|row 1|edge 2).* '(Both|both)' is|of type 'both'"
    ):
        read(f"net.{form}", content(form, ["Directed", "Both", "Directed", "Directed"]))


def test_the_place_of_a_reversed_link_is_that_of_its_row(read):
    text = "Source,Target,Type,Weight\na,b,Directed,1\nb,c,Undirected,?\n"
    with pytest.raises(ValueError, match=r"line 3: sign '\?' is unknown"):
        read("net.csv", text)
    twice = "Source,Target,Type,Weight\na,b,Directed,1\nb,a,Undirected,1\n"
    with pytest.raises(ValueError, match=r"line 3: 'a' -> 'b' repeats line 2 with the same sign"):
        read("net.csv", twice)


def test_tables_of_pandas_follow_the_same_rule():
    with pytest.raises(ValueError, match="is undirected"):
        sr.read(table(["Undirected"] * 4))
    assert links(sr.read(table(["Undirected"] * 4), undirected=True)) == LISTED | BACK


def test_a_column_of_that_name_may_be_the_sign(read):
    network = read("net.csv", "Source,Target,Type\na,b,activation\nb,c,repression\n")
    assert links(network.graph) == {(0, 1, 1), (1, 2, -1)}


def test_columns_that_are_named_do_not_hide_the_type(read):
    with pytest.raises(ValueError, match="is undirected"):
        read("net.csv", content("csv", ["Undirected"] * 4), columns=(1, 2, 4))
