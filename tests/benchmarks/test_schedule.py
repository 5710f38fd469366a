"""Schedules of small graphs whose lengths are known, and the plan of the paper."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
schedule = SimpleNamespace(**runpy.run_path(str(BENCHMARKS / "schedule.py")))

DIAMOND = {"start": [], "left": ["start"], "right": ["start"], "end": ["left", "right"]}
SECONDS = {"start": 1.0, "left": 5.0, "right": 2.0, "end": 3.0}
SET, PRUNED = "train/mg/rnn/set/0.95", "train/mg/rnn/pruning_1/0.95"


@pytest.mark.parametrize(("cores", "end"), [(1, 11.0), (2, 9.0), (100, 9.0)])
def test_a_diamond_ends_with_its_longer_side(cores, end):
    assert schedule.wall_time(SECONDS, DIAMOND, cores) == end
    assert schedule.longest_chain(SECONDS, DIAMOND) == ["start", "left", "end"]


@pytest.mark.parametrize(("cores", "end"), [(1, 12.0), (2, 6.0), (3, 4.0), (5, 4.0), (6, 2.0)])
def test_equal_jobs_that_wait_for_nothing_run_in_rounds(cores, end):
    names = "abcdef"
    assert schedule.wall_time(dict.fromkeys(names, 2.0), {name: [] for name in names}, cores) == end


def test_a_long_job_whose_turn_comes_last_leaves_a_core_idle():
    seconds = {"a": 1.0, "b": 1.0, "long": 4.0}
    waits = {name: [] for name in seconds}
    assert schedule.wall_time(seconds, waits, 2) == 5.0
    assert schedule.wall_time(seconds, dict(reversed(waits.items())), 2) == 4.0
    assert schedule.longest_chain(seconds, waits) == ["long"]


def test_what_measures_a_group_waits_for_it_and_what_measures_a_model_for_all():
    trained = [f"{SET}/1-5", f"{SET}/6-10", f"{PRUNED}/1-5", "train/mg/rnn/dense/0.0/1-5"]
    counted = "structure/mg/rnn/set/0.95/6-10"
    waits = schedule.waits_of(
        [*trained, counted, "weights/mg/rnn", "mechanism/mg/rnn", "weights/hgs/rnn"]
    )
    assert waits[counted] == [f"{SET}/6-10"]
    assert waits["weights/mg/rnn"] == trained
    assert waits["mechanism/mg/rnn"] == trained[:3], "it passes over dense networks"
    assert waits["weights/hgs/rnn"] == waits[trained[0]] == []
    size = schedule.sizes(waits)
    assert (size[counted], size["weights/mg/rnn"], size["mechanism/mg/rnn"]) == (5, 20, 15)


def test_a_job_takes_as_long_for_each_network_as_its_like_in_the_archive():
    archived = {f"{SET}/1-5": 50.0, f"{PRUNED}/1-5": 100.0, "weights/mg/rnn": 2.0, "summary": 9.0}
    elsewhere = "train/hgs/rnn/set/0.95/1"
    found = schedule.expected_seconds(
        [f"{SET}/1-10", f"{PRUNED}/3", elsewhere, "weights/mg/rnn", "lesions/mg"], archived
    )
    assert found == {
        f"{SET}/1-10": 100.0,
        f"{PRUNED}/3": 20.0,
        elsewhere: 10.0,  # of the archived two, set has more in common with it
        "weights/mg/rnn": pytest.approx(2.2),  # 11 networks instead of 10
    }


def test_a_job_unlike_all_others_takes_the_median_of_those_most_like_it():
    archived = {
        f"train/{task}/rnn/set/0.9/1": time for task, time in {"a": 1, "b": 2, "c": 9}.items()
    }
    archived["train/a/ct_rnn/set/0.9/1"] = 100.0
    assert schedule.expected_seconds(["train/d/rnn/set/0.9/1-2"], archived) == {
        "train/d/rnn/set/0.9/1-2": 4.0
    }


def test_cores_shorten_a_run_down_to_its_longest_chain(load_profile):
    config = load_profile("smoke")
    archived = dict.fromkeys(schedule.planned_jobs(config), 36.0)
    run = schedule.simulated(config, archived, (1, 2, 1000))
    assert run["jobs"] == len(archived) and run["not_archived"] == []
    assert run["core_hours"] == run["wall_hours"][0] == pytest.approx(len(archived) / 100)
    assert run["wall_hours"][0] > run["wall_hours"][1] > run["wall_hours"][2]
    assert run["wall_hours"][2] == run["chain_hours"] == 0.02
    assert [job.split("/")[0] for job in run["longest_chain"]] == ["train", "structure"]


def test_what_nothing_is_known_of_is_named(load_profile):
    config = load_profile("smoke")
    archived = {
        name: 1.0 for name in schedule.planned_jobs(config) if name.startswith(("train", "struct"))
    }
    run = schedule.simulated(config, archived, (1,))
    assert run["jobs"] == len(archived)
    assert "controls" in run["not_archived"] and "train" not in run["not_archived"]
