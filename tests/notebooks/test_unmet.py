"""The conditions that are not reproduced are named, with the estimate farthest from the claim."""

import pandas as pd
import pytest

from sparse_rnn.notebooks.unmet import unmet_in_words, where_unmet, worst_in_words
from sparse_rnn.verdicts import words

ROW = {"task": "hgs", "model": "rnn", "strategy": "set", "sparsity": 0.9, "variant": ""}
ROW |= {"statistic": words.LOSS, "n": 5, "low": -0.5, "high": 0.5, "verdict": "partly"}


def rows_of(*changes):
    return pd.DataFrame([ROW | {"estimate": 0.0} | change for change in changes])


def test_nothing_is_told_where_all_is_reproduced():
    assert unmet_in_words("C1", rows_of({"verdict": "reproduced"})) == ""


def test_a_line_per_task_names_verdicts_and_the_worst_number():
    rows = rows_of(
        {"estimate": -0.9, "verdict": "reproduced"},
        {"estimate": 0.1, "sparsity": 0.95},
        {"estimate": -0.2, "strategy": "deep_r", "verdict": "contradicted"},
        {"task": "mg", "statistic": words.LOSS_RATIO, "estimate": 1.2},
        {"task": "mg", "statistic": words.LOSS_RATIO, "estimate": 3.0},
    )
    _, mg, hgs = unmet_in_words("C1", rows).splitlines()
    assert hgs == (
        "  - Hand gestures: *partly* SET at 95 %; *contradicted* DeepR at 90 %."
        " Worst: −0.200 [−0.500, 0.500] (n = 5), DeepR at 90 %."
    )
    number = "3.00 [−0.50, 0.50] (n = 5), SET at 90 %."
    assert mg.endswith(f"Worst: error of sparse networks over that of dense ones {number}")


@pytest.mark.parametrize(
    ("statistic", "worst"),
    [(words.LOSS, "−1.00"), (words.EXCESS, "1.00"), (words.SETTLED, "−1.00")],
)
def test_the_worst_is_where_the_claim_does_not_want_it(statistic, worst):
    rows = rows_of(*({"statistic": statistic, "estimate": x} for x in (0.0, 1.0, -1.0)))
    assert f"{worst} [" in worst_in_words("C1", rows)


def test_strategies_of_the_same_sparsities_stand_together():
    rows = rows_of(
        *({"strategy": name, "sparsity": s} for name in ("set", "deep_r") for s in (0.9, 0.95)),
        {"strategy": "pruning_1", "model": "neural_ode"},
        {"strategy": "dense", "variant": "untrained_magnitude_cut"},
    )
    assert where_unmet(rows) == (
        "DeepR and SET at 90 and 95 %, Pruning I at 90 % (Neural ODE),"
        " Dense at 90 % (Untrained, small |w| cut)"
    )
    assert where_unmet(rows.assign(strategy=float("nan"), sparsity=float("nan"))) == ""
