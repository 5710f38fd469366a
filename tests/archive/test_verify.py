from collections import Counter

import pytest

from sparse_rnn.archive.__main__ import config_of, main
from sparse_rnn.archive.collect import collect
from sparse_rnn.archive.verify import choose, overlay_of, verify
from sparse_rnn.config import conditions, overlay, validate

COSTS = {"mg/rnn/set/0.9": 60.0, "mg/rnn/set/0.95": 120.0, "mtc/rnn/dense/0.0": 36000.0}


def test_the_draw_is_fixed_by_its_seed():
    assert choose(COSTS, 1, 3, 2) == choose(dict(reversed(COSTS.items())), 1, 3, 2)
    assert len({tuple(choose(COSTS, 1, seed, 2)) for seed in range(20)}) == 2


def test_cheap_conditions_are_drawn_more_often_and_dear_ones_never():
    """The weights are 1/60 and 1/120: two in three; ten standard deviations are allowed."""
    drawn = Counter(choose(COSTS, 1, seed, 2)[0].sparsity for seed in range(900))
    assert set(drawn) == {0.9, 0.95}
    assert drawn[0.9] == pytest.approx(600, abs=140)


def test_where_few_are_cheap_the_cheapest_are_drawn():
    assert [c.sparsity for c in choose(COSTS, 3, 0, 2)] == [0.9, 0.95, 0.0]
    assert len(choose(COSTS, 7, 0, 2)) == 3
    dear = {place: 100 * cost for place, cost in COSTS.items()}
    assert [c.sparsity for c in choose(dear, 2, 0, 1)] == [0.9, 0.95]


def test_impossible_draws_are_told():
    with pytest.raises(ValueError, match="must be 1 or more, got 0"):
        choose(COSTS, 0, 0, 2)
    with pytest.raises(ValueError, match=r"no condition is archived; .* make archive"):
        choose({}, 2, 0, 2)


def test_the_configuration_asks_for_the_chosen_alone(load_profile, schema):
    chosen = choose(COSTS, 3, 0, 2)
    config = overlay(load_profile("paper"), overlay_of(chosen))
    validate(config, schema)
    assert conditions(config) == sorted(chosen)
    assert config["profile"] == "verify"


@pytest.mark.parametrize(
    "change",
    [{"seeds": [7]}, {"tasks": {}}],
    ids=["other seeds", "no such condition"],
)
def test_other_settings_are_told_before_any_training(data, tmp_path, config, monkeypatch, change):
    collect(data, tmp_path, config)
    monkeypatch.setattr("sparse_rnn.archive.verify.run", lambda *_: pytest.fail("it trained"))
    with pytest.raises(
        ValueError,
        match=r"training/mg/rnn/.* was archived under other settings; verify with its --configfile",
    ):
        verify(tmp_path, {**config, **change}, [], 1, 0, 2)


@pytest.mark.parametrize("command", ["verify", "budget", "figures", "deviations"])
def test_without_an_archive_every_command_says_so(tmp_path, capsys, monkeypatch, command):
    monkeypatch.setattr("sparse_rnn.archive.__main__.config_of", lambda files: {})
    assert main([command, "--archive", str(tmp_path)]) == 2
    assert "make archive" in capsys.readouterr().err


def test_configurations_are_laid_together_as_snakemake_does(load_profile, monkeypatch, request):
    monkeypatch.chdir(request.config.rootpath)
    assert config_of([]) == load_profile("paper")
    assert config_of(["workflow/config/smoke.yaml"]) == load_profile("smoke")
