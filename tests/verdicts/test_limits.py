"""The pre-registration, value by value: no edit of the catalog may change what decides."""

from sparse_rnn.verdicts import limits


def test_the_networks_that_decide_are_those_that_were_registered():
    assert limits.PAPER_STRATEGIES == ("pruning_1", "pruning_2", "deep_r", "set")
    assert limits.PRUNING == ("pruning_1", "pruning_2")
    assert set(limits.BASELINES) == {"static", "random_pruning"}
    assert limits.DISCRETE == ("rnn",)
    assert limits.CONTINUOUS == ("ct_rnn", "neural_ode")
    assert limits.PAPER_MODELS == ("rnn", "ct_rnn", "neural_ode")
    assert (limits.TOWARDS_BALANCE, limits.AWAY_FROM_BALANCE) == ("balanced_set", "unbalanced_set")
    assert limits.GROWTH_TASKS == ("mnist", "sms", "mg", "hgs", "mtc")
    assert limits.PAPER_TASKS == ("mnist", "sms", "mg", "hgs", "har", "mtc")


def test_the_limits_are_those_that_were_registered():
    numbers = {
        name: value for name, value in vars(limits).items() if isinstance(value, int | float)
    }
    assert numbers == {
        "ALLOWED_LOSS": 0.02,
        "ALLOWED_LOSS_RATIO": 1.5,
        "NO_LOSS": 0.0,
        "NO_LOSS_RATIO": 1.0,
        "DIP_P": 0.01,
        "ENOUGH_BIMODAL": 0.5,
        "SIGNS_KEPT": 0.95,
        "LOOP_TYPES": 8,
        "ENOUGH_LOOP_TYPES": 6,
        "ENOUGH_WITH_ALL_SIGNS": 4,
        "LITTLE_OF_VARIANCE": 0.2,
        "CHANCE": 0.5,
        "ALLOWED_HARM": 0.01,
        "ALLOWED_HARM_RATIO": 1.1,
        "SMALL_EXCESS": 1.0,
        "NO_GAIN": 0.0,
    }
