import numpy as np
import pandas as pd
import pytest

from sparse_rnn.sparsify.registry import STRATEGY_CLASSES
from sparse_rnn.studies.controls.contrasts import (
    CONTRASTS,
    by_run,
    contrast_table,
    contrasts_in_words,
)
from sparse_rnn.studies.controls.measure import AS_TRAINED, CUTS, SIGN_CONTROLS


def row(strategy, control, seed, eta, draw=0, diverged=0):
    keys = {"task": "mg", "model": "rnn", "strategy": strategy, "sparsity": 0.9, "seed": seed}
    return keys | {"control": control, "draw": draw, "diverged": diverged, "eta": eta}


@pytest.fixture
def balance():
    """Three seeds: selection adds 0.1 to chance whatever the seed, Pruning II 0.4, static nothing."""
    rows = []
    for seed, shift in enumerate((0.0, 0.02, 0.05)):
        for draw, noise in enumerate((-0.01, 0.01)):
            rows.append(row("dense", "untrained_random_cut", seed, 0.5 + shift + noise, draw))
        rows.append(row("dense", "untrained_magnitude_cut", seed, 0.6 + shift + 0.001 * seed))
        rows.append(row("pruning_2", AS_TRAINED, seed, 0.9 + shift - 0.001 * seed))
        rows.append(row("static", AS_TRAINED, seed, 0.5 + 0.01 * (-1) ** seed))
    return pd.DataFrame(rows)


def test_arms_are_compared_seed_by_seed_and_draws_are_averaged_first(balance):
    table = contrast_table(balance).set_index("contrast")
    assert list(table.index) == [
        "selection without training",
        "training on fixed random links",
        "training and selection together",
    ]
    together = table.loc["training and selection together"]
    differences = np.array([0.4, 0.399, 0.398])
    half = 4.302653 * differences.std(ddof=1) / np.sqrt(3)
    assert (together["n"], together["mean"]) == (3, pytest.approx(0.399))
    assert [together["low"], together["high"]] == pytest.approx([0.399 - half, 0.399 + half])


def test_the_words_follow_the_intervals(balance):
    text = contrasts_in_words(contrast_table(balance))
    assert text == (
        "η is raised by selection without training (0.101 [0.099, 0.103], n = 3); training and"
        " selection together (0.399 [0.397, 0.401], n = 3), not clearly moved by training on fixed"
        " random links (-0.0200 [-0.0857, 0.0457], n = 3)."
    )
    turned = balance.assign(eta=1 - balance["eta"])
    assert contrasts_in_words(contrast_table(turned)).startswith(
        "η is lowered by selection without training (-0.101"
    )


def test_diverged_runs_and_seeds_without_a_partner_do_not_count(balance):
    balance.loc[(balance["strategy"] == "pruning_2") & (balance["seed"] == 0), "diverged"] = 4
    balance = balance[(balance["strategy"] != "static") | (balance["seed"] != 1)]
    n = contrast_table(balance).set_index("contrast")["n"]
    assert n.to_dict() == {
        "selection without training": 3,
        "training on fixed random links": 2,
        "training and selection together": 2,
    }


def test_without_arms_to_compare_there_is_no_contrast(balance):
    alone = balance[balance["strategy"] == "pruning_2"]
    assert contrast_table(alone).empty
    assert len(by_run(alone, "eta")) == 3


def test_all_arms_are_networks_that_there_can_be():
    for strategy, control in {arm for pair in CONTRASTS.values() for arm in pair}:
        assert strategy in STRATEGY_CLASSES
        assert control in (CUTS if strategy == "dense" else {AS_TRAINED, *SIGN_CONTROLS})
