import pandas as pd
import pytest

from sparse_rnn.studies.lesions.effect import (
    after_all,
    as_many_of_each,
    change_curves,
    first_of_each,
    harm_curves,
    lesion_changes,
    unbalanced_less_balanced,
)


@pytest.fixture
def lesions():
    """Two networks, one with two unbalanced loops and one with a single one; two orders each."""
    rows = [
        dict(task="mg", network=network, kind=kind, order=order, removed=removed)
        | dict(size=3.0 * network * removed)
        | dict(metric=network + slope * removed + (0.1 * (-1) ** order if removed == 1 else 0))
        for kind, slope in (("unbalanced", 1.0), ("random", 2.0))
        for network, steps in ((1, 2), (2, 1))
        for order in (1, 2)
        for removed in range(steps + 1)
    ]
    return pd.DataFrame(rows).sample(frac=1, random_state=0)


def test_a_network_enters_with_its_mean_over_orders(lesions):
    table = lesion_changes(lesions).set_index(["kind", "network", "removed"]).sort_index()["change"]
    assert table["unbalanced", 1].tolist() == pytest.approx([0, 1, 2])
    assert table["random", 2].tolist() == pytest.approx([0, 2])


def test_curves_thin_out_where_a_network_has_no_more_loops(lesions):
    curves = change_curves(lesion_changes(lesions)).set_index(["kind", "removed"])
    assert curves.loc["unbalanced", "n"].tolist() == [2, 2, 1]
    assert curves.loc["unbalanced", "mean"].tolist() == pytest.approx([0, 1, 2])
    assert curves.loc[("unbalanced", 2), ["low", "high"]].isna().all()


def test_harm_is_a_ratio_of_errors_and_a_change_of_accuracies(lesions):
    """Errors of 1 and 2 grow by 1 with the first loop: by factors of 2 and 1.5."""
    single = lesions[(lesions["order"] == 1) & (lesions["kind"] == "unbalanced")]
    whole = single.assign(metric=single["network"] + single["removed"])
    both = harm_curves(pd.concat([whole, whole.assign(task="mnist")]))
    curves = both.set_index(["task", "removed"])["mean"]
    assert curves["mg"].tolist() == pytest.approx([1, 3**0.5, 3])
    assert curves["mnist"].tolist() == pytest.approx([0, 1, 2])


def test_the_change_per_loop(lesions):
    changed = lesion_changes(lesions)
    rates = after_all(changed, "rate").set_index("kind")
    assert rates["mean"].to_dict() == pytest.approx({"unbalanced": 1.0, "random": 2.0})
    assert rates["n"].tolist() == [2, 2]
    none_left = lesion_changes(lesions[(lesions["network"] == 1) | (lesions["removed"] == 0)])
    assert after_all(none_left, "rate")["n"].tolist() == [1, 1]


def test_the_weight_of_the_links_removed(lesions):
    """Three links of |w| 1 a loop in the one network, of 2 in the other."""
    weights = after_all(lesion_changes(lesions), "weight")
    assert weights["mean"].tolist() == pytest.approx([1.5, 1.5])
    assert (weights["high"] - weights["low"]).tolist() == pytest.approx([12.7062] * 2, 1e-4)


def test_as_many_loops_of_each_kind(lesions):
    """Of three balanced loops as many as there are unbalanced ones: two and one."""
    balanced = pd.concat([lesions[lesions["kind"] == "random"].assign(kind="balanced"), lesions])
    third = dict(task="mg", kind="balanced", order=1, removed=3, size=9.0, metric=50.0)
    more = pd.DataFrame([third | dict(network=network) for network in (1, 2)])
    changed = lesion_changes(pd.concat([balanced, more], ignore_index=True))
    matched = as_many_of_each(changed)
    assert matched.groupby(["kind", "network"])["removed"].max().to_dict() == {
        ("balanced", 1): 2,
        ("balanced", 2): 1,
        ("unbalanced", 1): 2,
        ("unbalanced", 2): 1,
    }
    less = unbalanced_less_balanced(matched)
    assert less.to_dict() == {("mg", 1): pytest.approx(-1), ("mg", 2): pytest.approx(-1)}
    assert unbalanced_less_balanced(changed)["mg", 1] == pytest.approx(1 - 49 / 3)
    assert first_of_each(changed)["removed"].max() == 1
    # sizes of the links are 3 and 6 a removal
    per_weight = unbalanced_less_balanced(matched, "per_weight")
    assert per_weight.to_dict() == {
        ("mg", 1): pytest.approx(-1 / 3),
        ("mg", 2): pytest.approx(-1 / 6),
    }


def test_a_network_without_a_loop_of_one_kind_compares_nothing(lesions):
    changed = lesion_changes(lesions[lesions["kind"] == "unbalanced"])
    assert unbalanced_less_balanced(changed).isna().all()
