from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sparse_rnn.graphs.motifs import BALANCED_SIGNS, FFL_SIGNS
from sparse_rnn.graphs.significance import significance_profile
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.connectome.comparison import (
    PLACES,
    by_kind,
    keeps_what_neurons_send,
    likeness,
    likeness_among,
    likeness_table,
    loops_as_claimed,
    low_quantile,
    profiles,
    trained_balance,
    trained_excess,
    trained_profiles,
    verdict,
    with_excess,
)
from sparse_rnn.studies.connectome.figure import connectome_figure

TABLES = Path(__file__).parents[3] / "data" / "reference" / "tables"


def archived(name):
    return read_table(name, TABLES / f"{name}.csv")


def loops(rule, z, sd=1.0, null="sign-permutation"):
    balanced = [signs in BALANCED_SIGNS for signs in FFL_SIGNS]
    columns = {"rule": rule, "null_model": null, "signs": FFL_SIGNS, "balanced": balanced}
    unit = significance_profile(np.where(sd > 0, z, 0.0))
    return pd.DataFrame(columns | {"z": z, "profile": unit})


CLAIMED = np.array([1.0 if signs in BALANCED_SIGNS else -1.0 for signs in FFL_SIGNS])


def test_profiles_have_the_length_one_whatever_the_size():
    table = pd.concat([loops("a", CLAIMED), loops("b", 7 * CLAIMED), loops("c", CLAIMED, 0.0)])
    found = profiles(table, ["rule", "null_model"])
    assert list(found.index.get_level_values("rule")) == ["a", "b"]  # c has no z with a scale
    assert found.to_numpy() == pytest.approx(
        np.tile([0.125**0.5] * 4 + [-(0.125**0.5)] * 4, (2, 1))
    )


def test_likeness_is_a_cosine():
    table = pd.concat([loops("a", CLAIMED), loops("b", -CLAIMED), loops("c", 3 * CLAIMED)])
    found = profiles(table, ["rule"])
    assert likeness(found.loc["a"], found.loc[["c"]]) == pytest.approx(1)
    assert likeness(found.loc["b"], found.loc[["a", "c"]]) == pytest.approx(-1)
    assert likeness_among(found.loc[["a", "c"]]).tolist() == pytest.approx([1, 1])


def test_loops_as_claimed_are_counted():
    assert loops_as_claimed(loops("a", CLAIMED)) == 8
    assert loops_as_claimed(loops("a", -CLAIMED)) == 0
    assert loops_as_claimed(loops("a", np.ones(8))) == 4


def test_null_models_that_keep_what_neurons_send():
    keeping = ("no-regard", "global-const-signed", "fixed-topology-signed", "neuron-permutation")
    assert all(map(keeps_what_neurons_send, keeping))
    assert not any(map(keeps_what_neurons_send, ("global-const", "sign-permutation")))


def judged(p_more, likeness=1.0, claimed=8):
    nulls = ["sign-permutation", "no-regard", "neuron-permutation", "fixed-topology-signed"]
    balance = pd.DataFrame({"null_model": nulls, "p_more": p_more})
    values = {"likeness": [likeness, 0.0], "percentile_5": 0.9, "as_claimed": [claimed, 0]}
    alike = pd.DataFrame({"null_model": ["sign-permutation", "fixed-topology-signed"]} | values)
    return verdict(balance, alike)


def test_the_verdict_follows_its_rules():
    # null models that deal signs to links or keep all signed degrees have no say
    assert judged([0.001, 0.5, 0.5, 0.001]) == "no"
    assert judged([0.5, 0.001, 0.5, 1.0]) == "partly"
    assert judged([0.5, 0.001, 0.025, 1.0]) == "yes"
    assert judged([0.5, 0.001, 0.001, 1.0], likeness=0.8) == "partly"
    assert judged([0.5, 0.001, 0.001, 1.0], claimed=7) == "partly"


def test_kinds_are_named_by_their_first_word():
    rows = [
        ("predicted", "A", "interneuron, motor neuron", 4, 1, 3, 1, 0),
        ("predicted", "B", "pharyngeal interneuron", 2, 2, 0, 1, 0),
        ("predicted", "C", "motor neuron", 2, 0, 1, 0, 4),
        ("predicted", "D", "unknown", 0, 0, 0, 0, 0),
    ]
    names = ["rule", "neuron", "kind", "loops", "balanced_loops", *PLACES]
    found = by_kind(pd.DataFrame(rows, columns=names)).set_index("kind")
    assert found["loops"].to_dict() == {"interneuron": 6, "motor neuron": 2}
    assert found.loc["interneuron", ["share", "of_all"]].tolist() == [0.5, 0.75]
    assert found.loc["interneuron", list(PLACES)].tolist() == [0.75, 1.0, 0.0]


def test_more_trained_networks_do_not_lower_what_the_worm_is_compared_with():
    spread = [pd.Series(np.linspace(0, 1, n + 2)[1:-1]) for n in (20, 40, 80, 1000)]
    assert [low_quantile(values) for values in spread] == pytest.approx([0.05] * 4, abs=0.015)
    assert low_quantile(pd.Series([0.3, 0.2, 0.4])) == 0.2


def test_the_table_of_likeness_has_that_quantile_of_the_trained_networks():
    rng = np.random.default_rng(1)
    null = {"null_model": "sign-permutation"}
    names = pd.MultiIndex.from_product([range(40), null.values()], names=["seed", "null_model"])
    trained = pd.DataFrame(CLAIMED + rng.normal(0, 0.5, (40, 8)), names, list(FFL_SIGNS))
    motifs = loops("a", CLAIMED)
    (row,) = likeness_table(motifs, profiles(motifs, ["rule", "null_model"]), trained).itertuples()
    cosines = likeness_among(trained)
    assert (cosines < row.percentile_5).sum() == 2, "5 % of 40"
    assert row.percentile_5 > cosines.min()


def test_the_archive_is_compared_and_drawn():
    balance, motifs = archived("connectome_balance"), archived("connectome_motifs")
    worm = profiles(motifs, ["rule", "null_model"])
    trained = trained_profiles(archived("motifs"))
    alike = likeness_table(motifs, worm, trained)
    common = {"global-const", "global-const-signed", "sign-permutation", "fixed-topology-signed"}
    assert set(alike["null_model"]) == common
    found = {r: verdict(b, alike[alike["rule"] == r]) for r, b in balance.groupby("rule")}
    assert set(found.values()) <= {"yes", "partly", "no"}
    nulls = ("sign-permutation", "global-const-signed")
    eta = trained_balance(archived("control_balance"))
    figure = connectome_figure(balance, eta, worm, trained, nulls)
    assert len(figure.axes) == 3
    rows = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert rows.count("fixed-topology-signed") == 1  # elsewhere it knows the worm alone
    assert rows.count("neuron-permutation") == 3
    assert "MNIST, RNN" in rows


def test_profiles_of_trained_networks_are_those_of_their_z():
    motifs = archived("motifs")
    found = trained_profiles(motifs)
    assert np.linalg.norm(found, axis=1) == pytest.approx(1)
    key = found.index[0]
    own = motifs.set_index([*found.index.names, "epoch", "signs"]).sort_index().loc[key]
    last = own["z"].unstack("signs").iloc[-1]
    assert found.loc[key].to_numpy() == pytest.approx(
        (last / np.linalg.norm(last))[found.columns].to_numpy()
    )


def test_a_network_without_spread_has_no_z_but_an_excess_of_nothing():
    table = pd.DataFrame({"eta": [0.7, 0.7], "mean": [0.7, 0.5], "sd": [0.0, 0.1], "z": [0.0, 2.0]})
    found = with_excess(table)
    assert found["excess"].tolist() == pytest.approx([0, 0.2])
    assert found["z"].isna().tolist() == [True, False]


def test_trained_networks_exceed_their_controls():
    excess = trained_excess(trained_balance(archived("control_balance")))
    assert set(excess["null_model"]) == {"sign-permutation", "fixed-topology-signed"}
    assert (excess["strategy"] == "pruning_2").all() and (excess["n"] == 5).all()
    assert (excess["low"] > 0).all()
