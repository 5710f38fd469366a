from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sparse_rnn.graphs.motifs import BALANCED_SIGNS, FFL_SIGNS
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.connectome.comparison import (
    by_kind,
    keeps_what_neurons_send,
    likeness,
    likeness_among,
    likeness_table,
    loops_as_claimed,
    profiles,
    trained_excess,
    trained_profiles,
    verdict,
    with_z_interval,
)
from sparse_rnn.studies.connectome.figure import connectome_figure

TABLES = Path(__file__).parents[3] / "data" / "reference" / "tables"


def archived(name):
    return read_table(name, TABLES / f"{name}.csv")


def loops(rule, z, sd=1.0, null="sign-permutation"):
    balanced = [signs in BALANCED_SIGNS for signs in FFL_SIGNS]
    columns = {"rule": rule, "null_model": null, "signs": FFL_SIGNS, "balanced": balanced}
    return pd.DataFrame(columns | {"z": z, "sd": sd})


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


def test_the_error_of_z_is_that_of_simulated_z():
    rng = np.random.default_rng(0)
    draws = rng.normal(size=(4000, 200))
    z = (3.0 - draws.mean(1)) / draws.std(1, ddof=1)
    row = pd.DataFrame({"eta": [3.0], "mean": [0.0], "sd": [1.0], "z": [3.0], "networks": [200]})
    low, high = with_z_interval(row)[["z_low", "z_high"]].iloc[0]
    assert (high - low) / 2 / 1.96 == pytest.approx(z.std(), rel=0.05)


def judged(p_more, likeness=1.0, claimed=8):
    nulls = ["sign-permutation", "no-regard", "neuron-permutation", "fixed-topology-signed"]
    balance = pd.DataFrame({"null_model": nulls, "p_more": p_more})
    values = {"likeness": [likeness, 0.0], "lowest": 0.9, "as_claimed": [claimed, 0]}
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
        ("predicted", "A", "interneuron, motor neuron", 4, 1),
        ("predicted", "B", "pharyngeal interneuron", 2, 2),
        ("predicted", "C", "motor neuron", 2, 0),
        ("predicted", "D", "unknown", 0, 0),
    ]
    names = ["rule", "neuron", "kind", "loops", "balanced_loops"]
    found = by_kind(pd.DataFrame(rows, columns=names)).set_index("kind")
    assert found["loops"].to_dict() == {"interneuron": 6, "motor neuron": 2}
    assert found.loc["interneuron", ["share", "of_all"]].tolist() == [0.5, 0.75]


def test_the_archive_is_compared_and_drawn():
    balance, motifs = archived("connectome_balance"), archived("connectome_motifs")
    worm = profiles(motifs, ["rule", "null_model"])
    trained = trained_profiles(archived("motifs"))
    alike = likeness_table(motifs, worm, trained)
    common = {"global-const", "global-const-signed", "sign-permutation", "fixed-topology-signed"}
    assert set(alike["null_model"]) == common
    found = {r: verdict(b, alike[alike["rule"] == r]) for r, b in balance.groupby("rule")}
    assert set(found.values()) <= {"yes", "partly", "no"}
    figure = connectome_figure(balance, worm, trained, ("sign-permutation", "global-const-signed"))
    assert len(figure.axes) == 3


def test_trained_networks_exceed_their_controls():
    excess = trained_excess(archived("control_balance"))
    assert set(excess["null_model"]) == {"sign-permutation", "fixed-topology-signed"}
    assert (excess["strategy"] == "pruning_2").all() and (excess["n"] == 5).all()
    assert (excess["low"] > 0).all()
