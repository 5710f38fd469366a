import numpy as np
import pytest
from scipy.stats import chisquare

from sparse_rnn.tasks import trial_timing
from sparse_rnn.tasks.trial_rules import RULES

# Possible durations in ms: a list of values, or (low, high) for uniform on [low, high).
SHORT, DELAY = [200, 400, 600], [200, 400, 800, 1600]
FIXED = {"fix1": (300, 700), "stim1": (500, 1500), "go1": [500]}
REACTION = {"fix1": (500, 2500), "go1": [500]}
MEMORY = {"fix1": [300, 500, 700], "stim1": SHORT, "delay1": DELAY, "go1": [500]}
DECISION = {"fix1": (100, 400), "stim1": [400, 800, 1600], "go1": [500]}
DELAYED = {
    "fix1": SHORT,
    "stim1": SHORT,
    "delay1": DELAY,
    "stim2": SHORT,
    "delay2": (100, 300),
    "go1": [500],
}
SAMPLE = {"fix1": SHORT, "stim1": SHORT, "delay1": DELAY, "go1": [500]}
CATEGORY = {**SAMPLE, "go1": SHORT}
EXPECTED = [
    *(FIXED, REACTION, MEMORY) * 2,
    *[DECISION] * 5,
    *[DELAYED] * 5,
    *[SAMPLE] * 2,
    *[CATEGORY] * 2,
]


def possible_steps(milliseconds):
    if isinstance(milliseconds, list):
        return [time // 20 for time in milliseconds]
    return sorted({int(time // 20) for time in np.arange(*milliseconds)})


@pytest.mark.parametrize(("name", "expected"), zip(RULES, EXPECTED, strict=True))
def test_epochs_are_those_of_the_source(name, expected):
    epochs = RULES[name].timing.epochs
    assert list(epochs) == list(expected)
    for epoch, milliseconds in expected.items():
        assert list(epochs[epoch]) == possible_steps(milliseconds)


TIMINGS = {
    name: value
    for name, value in vars(trial_timing).items()
    if isinstance(value, trial_timing.Timing)
}


@pytest.mark.parametrize("timing", TIMINGS.values(), ids=TIMINGS)
def test_every_duration_is_drawn_equally_often(timing):
    rng = np.random.default_rng(1)
    drawn = [timing.draw(rng) for _ in range(5000)]
    for epoch, possible in timing.epochs.items():
        values, counts = np.unique([d[epoch] for d in drawn], return_counts=True)
        assert values.tolist() == list(possible)
        assert len(possible) == 1 or chisquare(counts).pvalue > 1e-3


def test_trials_last_40_to_209_steps():
    shortest = [sum(map(min, rule.timing.epochs.values())) for rule in RULES.values()]
    longest = [sum(map(max, rule.timing.epochs.values())) for rule in RULES.values()]
    assert min(shortest) == shortest[list(RULES).index("dmcgo")] == 40
    assert max(longest) == longest[list(RULES).index("delaydm1")] == 209


def test_starts_and_windows_follow_from_the_durations():
    durations = {"fix1": 10, "stim1": 20, "delay1": 40, "go1": 25}
    assert trial_timing.MATCH_TO_SAMPLE.starts(durations) == {
        "fix1": 0,
        "stim1": 10,
        "delay1": 30,
        "go1": 70,
        "end": 95,
    }
    assert trial_timing.MATCH_TO_SAMPLE.windows(durations) == [(10, 30), (70, 95)]


def test_durations_of_other_epochs_are_refused():
    with pytest.raises(ValueError, match=r"durations of \['fix1'\] given, need \['fix1', 'go1'\]"):
        trial_timing.REACTION.starts({"fix1": 30})
