import pytest

from sparse_rnn.results.judging import ENOUGH_NETWORKS, can_judge, judging_words


@pytest.mark.parametrize(
    ("networks", "able"),
    [([5] * 3, True), ([5, 5, 3], True), ([3, 3, 5], False), ([2], False), ([], False)],
)
def test_the_typical_condition_decides_whether_a_run_can_judge(networks, able):
    assert can_judge(networks) is able
    assert not can_judge(networks, judge=False)


def test_a_run_that_cannot_judge_says_why():
    assert judging_words("paper", [ENOUGH_NETWORKS]) == judging_words("paper", []) == ""
    assert judging_words("quick", [3, 3]) == (
        "The profile quick cannot judge: a condition has n = 3, and a verdict needs 5."
        " Its numbers are an illustration."
    )
    assert "smaller than the paper's" in judging_words("quick", [], judge=False)
