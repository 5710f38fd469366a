import numpy as np
import pytest
from scipy.stats import chisquare, kstest, uniform

from sparse_rnn.tasks.trial_arrays import circular_distance
from sparse_rnn.tasks.trial_rules import FIXATE, RULES, Compare, Decide, Reach

N = 20_000
P_VALUE = 1e-3  # the draws are fixed by the seed, so a test passes always or never


def named(kind, **attributes):
    return [
        name
        for name, rule in RULES.items()
        if isinstance(rule, kind)
        and all(getattr(rule, key) == value for key, value in attributes.items())
    ]


def drawn(name, seed=2):
    return RULES[name].draw_stimuli(np.random.default_rng(seed), N)


def is_uniform(values, low, high):
    return kstest(values, uniform(low, high - low).cdf).pvalue > P_VALUE


def is_fair(outcomes):
    return chisquare(np.bincount(np.asarray(outcomes, int), minlength=2)).pvalue > P_VALUE


def test_rules_are_in_the_order_of_their_input_units():
    assert " ".join(RULES) == (
        "fdgo reactgo delaygo fdanti reactanti delayanti dm1 dm2 contextdm1 contextdm2 multidm"
        " delaydm1 delaydm2 contextdelaydm1 contextdelaydm2 multidelaydm"
        " dmsgo dmsnogo dmcgo dmcnogo"
    )


@pytest.mark.parametrize("name", RULES)
def test_first_angles_cover_the_circle(name):
    locations, _ = drawn(name)
    assert ((locations >= 0) & (locations < 2 * np.pi)).all()
    if name not in named(Compare, by_category=True):
        assert is_uniform(locations[0], 0, 2 * np.pi)


@pytest.mark.parametrize("name", named(Reach))
def test_reach_has_one_stimulus_in_either_ring(name):
    rng = np.random.default_rng(3)
    rings = [RULES[name].draw_rings(rng) for _ in range(2000)]
    assert {len(ring) for ring in rings} == {1}
    assert set(rings) == {(1,), (2,)}
    assert is_fair([ring == 2 for (ring,) in rings])


@pytest.mark.parametrize("name", named(Reach))
def test_reach_goes_to_the_stimulus_or_opposite(name):
    locations, strengths = drawn(name)
    distance = circular_distance(RULES[name].respond(locations, strengths), locations[0])
    np.testing.assert_allclose(distance, np.pi if name.endswith("anti") else 0, atol=1e-12)
    assert (strengths == 1).all()


@pytest.mark.parametrize("name", named(Decide))
def test_pairs_lie_between_90_and_180_degrees_apart(name):
    locations, _ = drawn(name)
    assert (locations[0::2] == locations[0]).all()
    assert (locations[1::2] == locations[1]).all()
    assert is_uniform(circular_distance(locations[0], locations[1]), np.pi / 2, np.pi)
    assert is_fair((locations[1] - locations[0]) % (2 * np.pi) < np.pi)


@pytest.mark.parametrize("name", named(Decide, split=False))
def test_strengths_are_a_mean_and_a_coherence_per_ring(name):
    _, strengths = drawn(name)
    for first, second in strengths.reshape(-1, 2, N):
        half = np.abs(first - second) / 2
        values, counts = np.unique(half.round(10), return_counts=True)
        assert values.tolist() == (
            [0.08, 0.16, 0.32] if "delay" in name else [0.01, 0.02, 0.04, 0.08]
        )
        assert chisquare(counts).pvalue > P_VALUE
        assert is_uniform((first + second) / 2, 0.8, 1.2)
        assert is_fair(first > second)


@pytest.mark.parametrize("name", [name for name in RULES if name.startswith("context")])
def test_rings_of_context_tasks_agree_in_half_of_the_trials(name):
    locations, (first1, second1, first2, second2) = drawn(name)
    assert is_fair((first1 > second1) == (first2 > second2))
    response = RULES[name].respond(locations, np.stack([first1, second1, first2, second2]))
    judged = first1 > second1 if name.endswith("1") else first2 > second2
    np.testing.assert_array_equal(response, np.where(judged, locations[0], locations[1]))


@pytest.mark.parametrize(("name", "share"), [("multidm", 0.60), ("multidelaydm", 0.81)])
def test_multi_tasks_need_the_sum_over_rings(name, share):
    locations, strengths = drawn(name)
    first, second = strengths[0] + strengths[2], strengths[1] + strengths[3]
    response = RULES[name].respond(locations, strengths)
    np.testing.assert_array_equal(response, np.where(first > second, locations[0], locations[1]))
    alone = (strengths[0] > strengths[1]) == (first > second)
    assert alone.mean() == pytest.approx(share, abs=0.015)  # measured on the source, 2 digits


@pytest.mark.parametrize("name", ["multidm", "multidelaydm"])
def test_multi_tasks_split_a_common_strength(name):
    _, strengths = drawn(name)
    whole = (strengths[:2] + strengths[2:]) / 2
    split = strengths[:2] / whole - 1
    for row in split:
        assert is_uniform(np.abs(row), 0.1, 0.4)
        assert is_fair(row > 0)
    assert is_fair(split[0] * split[1] > 0)
    assert is_uniform(whole.mean(0), 0.8, 1.2)
    values = np.unique((np.abs(whole[0] - whole[1]) / 2).round(10))
    assert values.tolist() == list(RULES[name].coherences)


def test_decision_rings():
    rings = {name: RULES[name].draw_rings(np.random.default_rng()) for name in named(Decide)}
    assert rings.pop("dm1") == rings.pop("delaydm1") == (1, 1)
    assert rings.pop("dm2") == rings.pop("delaydm2") == (2, 2)
    assert set(rings.values()) == {(1, 1, 2, 2)}


@pytest.mark.parametrize("name", named(Compare))
def test_compared_stimuli_are_in_any_two_rings(name):
    rng = np.random.default_rng(4)
    rings = [RULES[name].draw_rings(rng) for _ in range(2000)]
    counts = np.unique(rings, axis=0, return_counts=True)[1]
    assert len(counts) == 4
    assert chisquare(counts).pvalue > P_VALUE


@pytest.mark.parametrize("name", named(Compare))
def test_half_of_the_comparisons_call_for_a_response_to_the_second(name):
    locations, strengths = drawn(name)
    response = RULES[name].respond(locations, strengths)
    due = response != FIXATE
    assert is_fair(due)
    np.testing.assert_array_equal(response[due], locations[1, due])
    matches = RULES[name].matches(locations)
    np.testing.assert_array_equal(due, ~matches if "nogo" in name else matches)
    assert (strengths == 1).all()


@pytest.mark.parametrize("name", named(Compare, by_category=False))
def test_mismatched_locations_are_20_to_180_degrees_apart(name):
    locations, _ = drawn(name)
    matches = RULES[name].matches(locations)
    distance = circular_distance(*locations)
    assert (distance[matches] == 0).all()
    assert is_uniform(distance[~matches], np.pi / 9, np.pi)


@pytest.mark.parametrize("name", named(Compare, by_category=True))
def test_categories_are_the_halves_of_ten_angles(name):
    locations, _ = drawn(name)
    angles = (locations / np.pi).round(12)
    for row in angles:
        values, counts = np.unique(row, return_counts=True)
        assert values.tolist() == [0.1, 0.3, 0.5, 0.7, 0.9, 1.1, 1.3, 1.5, 1.7, 1.9]
        assert chisquare(counts).pvalue > P_VALUE
    assert (angles[0] == angles[1]).mean() == pytest.approx(0.1, abs=0.01)  # 4.7 sd
    np.testing.assert_array_equal(
        RULES[name].matches(locations), (angles[0] < 1) == (angles[1] < 1)
    )
