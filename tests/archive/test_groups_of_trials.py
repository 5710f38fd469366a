"""An archive of series of networks: their trials and seeds may come in any groups."""

from itertools import product

import pytest

from sparse_rnn.archive.collect import collect
from sparse_rnn.archive.load import archived_record, archived_table
from sparse_rnn.base.artifacts import save_arrays, save_record
from sparse_rnn.base.origin import origin
from sparse_rnn.config import given_settings, overlay, protocol_settings
from sparse_rnn.layout import NETWORKS, ORIGIN
from sparse_rnn.results.schema import write_table
from sparse_rnn.seed_groups import seeds_of_group

BENCHMARK = "s\th:m:s\tmax_rss\tcpu_time\n2\t0:00:02\t300\t5\n"
ARM, PROTOCOL = "balanced_networks/mg/fixed", "published_training/mg/ours"
EFFECT = "published_training_effect"
SINGLE = ["1/1", "1/2", "2/1", "2/2"]


@pytest.fixture
def two(config):
    """The smoke profile with two trials and two seeds of either kind of series."""
    own = {"seeds": [1, 2]}
    balanced = {"training": own, "networks": {"trials": 2}}
    return overlay(config, {"balanced": balanced, "published": {"training": own | {"trials": 2}}})


@pytest.fixture
def leave(made_up_table):
    """Leave in a folder what jobs of one kind leave there, made up."""

    def leave(data, config, kind, places, metric=0.5, diverged=()):
        stage, task, arm = kind.split("/")
        key = "arm" if stage == "balanced_networks" else "protocol"
        for place in places:
            trials, seeds = map(seeds_of_group, place.split("/"))
            rows = [
                {"task": task, key: arm, "trial": t, "seed": s, "level": level}
                | {"metric": metric * t, "diverged": int(t in diverged)}
                for t, s, level in product(trials, seeds, (0, 1))
            ]
            folder = data / kind / place
            write_table(stage, folder / f"{stage}.csv", made_up_table(stage, rows))
            if key == "arm":
                save_arrays(folder / NETWORKS)
                settings = given_settings(config, "balanced", task, seeds)
            else:
                settings = protocol_settings(config, task, arm, seeds)
            save_record(folder / ORIGIN, origin("code", settings))
            benchmark = data / "benchmarks" / kind / f"{place}.tsv"
            benchmark.parent.mkdir(parents=True, exist_ok=True)
            benchmark.write_text(BENCHMARK)
        return data

    return leave


def table_of(archive, kind):
    return (archive / "tables" / f"{kind.split('/')[0]}.csv").read_bytes()


@pytest.mark.parametrize("kind", [ARM, PROTOCOL])
@pytest.mark.parametrize("order", [SINGLE, SINGLE[::-1], ["2/1-2", "1/1", "1/2"]])
def test_series_come_in_any_order_and_give_what_one_job_gives(tmp_path, two, leave, kind, order):
    collect(leave(tmp_path / "one", two, kind, ["1-2/1-2"]), tmp_path / "whole", two)
    for place in order:
        run = leave(tmp_path / place.replace("/", "_"), two, kind, [place])
        collect(run, tmp_path / "parts", two)
    assert table_of(tmp_path / "parts", kind) == table_of(tmp_path / "whole", kind)
    jobs = archived_record(tmp_path / "parts")["jobs"]
    assert set(jobs) == {f"{kind}/{place}" for place in order}


@pytest.mark.parametrize("kind", [ARM, PROTOCOL])
def test_single_series_replace_the_job_that_had_them_all(tmp_path, two, leave, kind):
    collect(leave(tmp_path / "one", two, kind, ["1-2/1-2"]), tmp_path / "archive", two)
    collect(leave(tmp_path / "four", two, kind, SINGLE, 0.25), tmp_path / "archive", two)
    names = [f"{kind}/{place}" for place in SINGLE]
    assert sorted(archived_record(tmp_path / "archive")["jobs"]) == names
    assert archived_table(tmp_path / "archive", "jobs")["job"].tolist() == names
    metric = archived_table(tmp_path / "archive", kind.split("/")[0])["metric"]
    assert metric.tolist() == [0.25] * 4 + [0.5] * 4


def test_series_trained_otherwise_leave_when_fresh_ones_come(tmp_path, two, leave):
    other = overlay(two, {"balanced": {"training": {"epochs": 3}}})
    collect(leave(tmp_path / "old", other, ARM, ["1-2/1-2"]), tmp_path / "archive", other)
    found = collect(leave(tmp_path / "new", two, ARM, ["2/1"]), tmp_path / "archive", two)
    assert found["outdated_in_archive"] == []
    table = archived_table(tmp_path / "archive", "balanced_networks")
    assert table[["trial", "seed"]].drop_duplicates().to_numpy().tolist() == [[2, 1]]


@pytest.mark.parametrize("place", ["3/1", "1/3", "0/1", "2-1/1", "all/1"])
def test_series_that_the_configuration_lacks_are_left_out(tmp_path, two, leave, place):
    run = leave(tmp_path / "run", two, ARM, SINGLE[:1])
    (run / ARM / place).parent.mkdir(exist_ok=True)
    (run / ARM / "1/1").rename(run / ARM / place)
    leave(run, two, ARM, SINGLE[1:2])
    found = collect(run, tmp_path / "archive", two)
    assert (found["balanced_networks"], found["outdated"]) == (["mg/fixed/1/2"], [f"{ARM}/{place}"])


def test_an_arm_that_diverged_as_a_whole_is_left_out_and_a_trial_is_not(tmp_path, two, leave):
    run = leave(tmp_path / "run", two, ARM, ["1/1"], diverged=[1])
    other = leave(run, two, ARM.replace("fixed", "trained"), SINGLE, diverged=[1])
    found = collect(other, tmp_path / "archive", two)
    assert found["diverged"] == [f"{ARM}/1/1"]
    assert found["balanced_networks"] == [f"mg/trained/{place}" for place in SINGLE]


def test_an_effect_goes_with_networks_of_its_protocol_that_are_outdated(
    tmp_path, two, leave, made_up_table
):
    run = leave(tmp_path / "run", two, PROTOCOL, SINGLE)
    for protocol in ("ours", "theirs"):
        effect = made_up_table(EFFECT, [{"task": "mg", "protocol": protocol}])
        write_table(EFFECT, run / EFFECT / "mg" / protocol / f"{EFFECT}.csv", effect)
    assert collect(run, tmp_path / "all", two)[EFFECT] == ["mg/ours", "mg/theirs"]
    fewer = overlay(two, {"published": {"training": {"trials": 1}}})
    found = collect(run, tmp_path / "archive", fewer)
    assert found[EFFECT] == ["mg/theirs"]
    assert found["outdated"] == [f"{PROTOCOL}/2/1", f"{PROTOCOL}/2/2", f"{EFFECT}/mg/ours"]
