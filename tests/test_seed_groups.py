import pytest

from sparse_rnn.layout import jobs
from sparse_rnn.seed_groups import group_name, seed_groups, seeds_of_group

SPELT = {
    "3": [3],
    "0": [0],
    "1-5": [1, 2, 3, 4, 5],
    "1-2_4": [1, 2, 4],
    "3_2_1": [3, 2, 1],
    "10-11_7": [10, 11, 7],
}


@pytest.mark.parametrize("name", SPELT)
def test_a_name_and_its_seeds_are_one_to_one(name):
    assert group_name(SPELT[name]) == name
    assert seeds_of_group(name) == SPELT[name]


@pytest.mark.parametrize(
    "name", ["", "a", "5-1", "1_2", "1-1", "01", "1_1", "1-3_2", "1-2-3", "1,3", "-1", "1_"]
)
def test_another_spelling_is_refused(name):
    with pytest.raises(ValueError, match="names no group of seeds or trials: write 3 for one, 1-5"):
        seeds_of_group(name)


def test_groups_are_seeds_as_listed():
    assert seed_groups({"seeds": [1, 2, 3], "seeds_per_job": 3}, "mg") == ["1-3"]
    assert seed_groups({"seeds": [1, 2, 3], "seeds_per_job": 100}, "mg") == ["1-3"]
    assert seed_groups({"seeds": [5, 1, 2, 9], "seeds_per_job": 1}, "mg") == ["5", "1", "2", "9"]
    assert seed_groups({"seeds": [5, 1, 2, 9, 7], "seeds_per_job": 2}, "mg") == ["5_1", "2_9", "7"]
    sizes = {"seeds": [1, 2, 3], "seeds_per_job": {"default": 3, "mtc": 2}}
    assert [seed_groups(sizes, task) for task in ("mg", "mtc")] == [["1-3"], ["1-2", "3"]]


@pytest.mark.parametrize(("before", "renamed"), [([4, 2, 3, 7], []), ([4, 2, 3], ["3"])])
def test_further_seeds_add_groups_and_change_only_one_that_was_not_full(before, renamed):
    old, new = (
        seed_groups({"seeds": seeds, "seeds_per_job": 2}, "mg")
        for seeds in (before, [*before, 8, 9, 5])
    )
    assert [name for name in old if name not in new] == renamed


def test_seeds_that_make_no_name_are_told():
    seeds = list(range(1000, 3000, 2))
    assert len(seed_groups({"seeds": seeds, "seeds_per_job": 5}, "mg")) == 200
    with pytest.raises(
        ValueError, match=r"no folder can be called by the 1000 seeds .* lower seeds"
    ):
        seed_groups({"seeds": seeds, "seeds_per_job": 1000}, "mg")


def test_groups_are_jobs_of_training_and_counting_alone(load_profile):
    config = load_profile("paper") | {"seeds_per_job": 5}
    one = config | {"seeds": [1, 2, 3, 4, 5]}
    for stage in ("train", "structure", "controls"):
        first, both = jobs(one, stage), jobs(config, stage)
        assert len(both) == 2 * len(first)
        assert [job for job in both if job["seeds"] == "1-5"] == first
    for stage in ("weights", "mechanism", "balance_by_size", "lesions", "annealing"):
        assert jobs(config, stage) == jobs(one, stage)
