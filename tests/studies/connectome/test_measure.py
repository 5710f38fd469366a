from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sparse_rnn.graphs.balance.of_graph import global_balance
from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.motifs import FFL
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.connectome.measure import NULLS, against_nulls, measure_connectome
from sparse_rnn.studies.connectome.wiring import SIGN_RULES, read_wiring, signed_wiring

FOLDER = Path(__file__).parents[3] / "data" / "connectome"
LINKS, NEURONS = FOLDER / "celegans_chemical_signs.tsv", FOLDER / "celegans_neurons.tsv"
ARCHIVE = Path(__file__).parents[3] / "data" / "reference" / "tables"
NAMES = ("balance", "motifs", "neurons")


@pytest.fixture(scope="module")
def subset(tmp_path_factory):
    """The tables of the connections among the 60 neurons that most connections leave."""
    folder = tmp_path_factory.mktemp("connectome")
    links = read_wiring(LINKS)
    hubs = links["source"].value_counts().index[:60]
    links = links[links["source"].isin(hubs) & links["target"].isin(hubs)]
    links.to_csv(folder / "links.tsv", sep="\t", index=False)
    paths = [folder / f"{name}.csv" for name in NAMES]
    measure_connectome(folder / "links.tsv", NEURONS, 20, *paths)
    tables = {n: read_table(f"connectome_{n}", p) for n, p in zip(NAMES, paths, strict=True)}
    return links, tables


def test_every_rule_is_compared_with_every_null_model_that_it_allows(subset):
    _, tables = subset
    for name in ("balance", "motifs"):
        found = tables[name].groupby("rule")["null_model"].unique().map(list).to_dict()
        one_sign = [*NULLS, "neuron-permutation"]
        assert found == {
            rule: one_sign if SIGN_RULES[rule].one_sign else list(NULLS) for rule in SIGN_RULES
        }


def test_rows_say_what_the_graph_says(subset):
    links, tables = subset
    for rule, rows in tables["balance"].groupby("rule"):
        graph = signed_wiring(links, rule)
        assert rows["eta"].unique() == pytest.approx([global_balance(graph).eta])
        assert set(rows["links"]) == {graph.edges}
        assert set(rows["published"]) == {len(links)}
        loops = tables["neurons"].query("rule == @rule")
        assert len(loops) == graph.n and (loops["balanced_loops"] <= loops["loops"]).all()


def test_fixed_topology_moves_nothing_if_neurons_send_one_sign(subset):
    fixed = subset[1]["balance"].query("null_model == 'fixed-topology-signed'").set_index("rule")
    assert (fixed.loc["majority":, "sd"] == 0).all()
    assert (fixed.loc["majority":, "movable"] == 0).all()


def test_the_archive_has_the_wiring_of_today():
    archived = read_table("connectome_balance", ARCHIVE / "connectome_balance.csv")
    links = read_wiring(LINKS)
    for rule, rows in archived.groupby("rule"):
        graph = signed_wiring(links, rule)
        assert rows["eta"].unique() == pytest.approx([global_balance(graph).eta])
        assert set(rows["links"]) == {graph.edges}


SENDERS = ("ASEL", "ASER", "AUAL", "AWBL", "AWCL", "AWCR")
FREE = {(i, j) for i in SENDERS for j in ("AIBR", "AIYL")}
"""Any of six neurons may be the one that excites AIYL and inhibits AIBR."""


def _name(graph, e):
    return graph.names[graph.source[e]], graph.names[graph.target[e]]


def six_networks(graph):
    """Yield the networks in which one of the six senders has the signs that AWBL has."""
    free = [e for e in range(graph.edges) if _name(graph, e) in FREE]
    pairs = np.array(free).reshape(6, 2)  # sorted by source, then target: AIBR, AIYL
    for sender in range(6):
        sign = graph.sign.copy()
        sign[pairs[:, 0]], sign[pairs[:, 1]] = 1, -1
        sign[pairs[sender]] = -1, 1
        yield graph.with_links(graph.target, sign)


def test_the_six_networks_of_the_same_signed_degrees_are_drawn_alike():
    """The published signs leave 12 links free; η of the six networks was listed by itself."""
    archived = read_table("connectome_balance", ARCHIVE / "connectome_balance.csv")
    row = archived.set_index(["rule", "null_model"]).loc[("predicted", "fixed-topology-signed")]
    graph = signed_wiring(read_wiring(LINKS), "predicted")
    etas = np.array([global_balance(other).eta for other in six_networks(graph)])
    assert row["movable"] == 12
    assert abs(row["mean"] - etas.mean()) < 4 * etas.std() / np.sqrt(row["networks"])
    assert row["sd"] == pytest.approx(etas.std(), rel=0.1)


def test_every_archived_number_has_settled():
    archived = read_table("connectome_balance", ARCHIVE / "connectome_balance.csv")
    assert archived["settled"].all()
    chained = archived[archived["swaps"] > 0]
    assert set(chained["null_model"]) == {"global-const", "global-const-signed", "no-regard"}
    assert (chained["overlap"] < 0.15).all() and (chained["accepted_per_link"] > 1).all()
    inside = archived["z"].between(archived["z_low"], archived["z_high"])
    assert (inside == (archived["sd"] > 0)).all()  # no interval where random networks agree


def test_a_neuron_stands_in_each_loop_of_three_neurons_at_one_place(subset):
    links, tables = subset
    for rule, rows in tables["neurons"].groupby("rule"):
        census = signed_triad_census(signed_wiring(links, rule))
        assert rows[["first", "middle", "last"]].sum().tolist() == [census[FFL].sum()] * 3


def test_a_network_without_loops_has_no_z():
    links = pd.DataFrame(
        [("a", "b", "+", "ACh"), ("b", "c", "+", "ACh"), ("a", "c", "-", "ACh")],
        columns=["source", "target", "sign", "transmitter"],
    )
    rows, loops = against_nulls(signed_wiring(links, "glutamate_excites"), 5)
    fixed = rows.set_index("null_model").loc["fixed-topology-signed"]
    assert (fixed["eta"], fixed["sd"], fixed["z"]) == (1.0, 0.0, 0.0)
    assert loops.query("signs == '+++'")["count"].eq(1).all()
