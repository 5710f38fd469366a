import shutil
from collections import Counter

import pytest

from sparse_rnn.archive.__main__ import config_of, main
from sparse_rnn.archive.collect import collect
from sparse_rnn.archive.verify import draw_groups, overlay_of, verify
from sparse_rnn.base.artifacts import load_table, save_table
from sparse_rnn.config import Condition, conditions, overlay, validate

COSTS = {"mg/rnn/set/0.9/1-5": 60.0, "mg/rnn/set/0.9/6-9": 120.0, "mtc/rnn/dense/0.0/1-5": 36000.0}
CHEAP = list(COSTS)[:2]


def test_the_draw_is_fixed_by_its_seed():
    assert draw_groups(COSTS, 1, 3, 2) == draw_groups(dict(reversed(COSTS.items())), 1, 3, 2)
    assert len({tuple(draw_groups(COSTS, 1, seed, 2)) for seed in range(20)}) == 2


def test_cheap_conditions_are_drawn_more_often_and_dear_ones_never():
    """The weights are 1/60 and 1/120: two in three; ten standard deviations are allowed."""
    drawn = Counter(draw_groups(COSTS, 1, seed, 2)[0] for seed in range(900))
    assert set(drawn) == {*CHEAP}
    assert drawn[CHEAP[0]] == pytest.approx(600, abs=140)


def test_where_few_are_cheap_the_cheapest_are_drawn():
    assert draw_groups(COSTS, 3, 0, 2) == list(COSTS)
    assert len(draw_groups(COSTS, 7, 0, 2)) == 3
    dear = {place: 100 * cost for place, cost in COSTS.items()}
    assert draw_groups(dear, 2, 0, 1) == CHEAP


def test_impossible_draws_are_told():
    with pytest.raises(ValueError, match="must be 1 or more, got 0"):
        draw_groups(COSTS, 0, 0, 2)
    with pytest.raises(ValueError, match=r"no group is archived with its cost; .* make archive"):
        draw_groups({"mg/rnn/set/0.9/1": float("nan")}, 2, 0, 2)


def test_the_configuration_asks_for_the_chosen_alone(load_profile, schema):
    chosen = draw_groups(COSTS, 3, 0, 2)
    config = overlay(load_profile("paper"), overlay_of(chosen))
    validate(config, schema)
    asked = [Condition("mg", "rnn", "set", 0.9), Condition("mtc", "rnn", "dense", 0.0)]
    assert conditions(config) == asked
    assert config["profile"] == "verify"


@pytest.mark.parametrize(
    "change",
    [{"seeds": [7]}, {"tasks": {}}],
    ids=["other seeds", "no such condition"],
)
def test_other_settings_are_told_before_any_training(data, tmp_path, config, monkeypatch, change):
    collect(data, tmp_path, config)
    monkeypatch.setattr(
        "sparse_rnn.archive.verify.train_afresh", lambda *_: pytest.fail("it trained")
    )
    with pytest.raises(
        ValueError,
        match=r"train/mg/rnn/.* was archived under other settings; verify with its --configfile",
    ):
        verify(tmp_path, {**config, **change}, [], 1, 0, 2)


def test_conditions_of_unknown_cost_are_not_drawn_and_told(
    data, tmp_path, config, monkeypatch, capsys
):
    """What the workflow would leave is the archived run itself."""
    collect(data, tmp_path / "archive", config)
    path = tmp_path / "archive/budget/jobs.csv"
    jobs = load_table(path)
    save_table(path, jobs[jobs["job"] != "structure/mg/rnn/dense/0.0/1-2"])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        "sparse_rnn.archive.verify.train_afresh", lambda *_: shutil.copytree(data, "data/verify")
    )
    table = verify("archive", config, [], 2, 0, 2)
    assert set(table["job"]) == {"mg/rnn/pruning_2/0.8/1-2"}
    assert table["agree"].all()
    told = capsys.readouterr().out
    assert "not among those drawn, for its cost is not archived: mg/rnn/dense/0.0/1-2" in told


@pytest.mark.parametrize("command", ["verify", "budget", "figures", "deviations"])
def test_without_an_archive_every_command_says_so(tmp_path, capsys, monkeypatch, command):
    monkeypatch.setattr("sparse_rnn.archive.__main__.config_of", lambda files: {})
    assert main([command, "--archive", str(tmp_path)]) == 2
    assert "make archive" in capsys.readouterr().err


def test_configurations_are_laid_together_as_snakemake_does(load_profile, monkeypatch, request):
    monkeypatch.chdir(request.config.rootpath)
    assert config_of([]) == load_profile("paper")
    assert config_of(["workflow/config/smoke.yaml"]) == load_profile("smoke")
