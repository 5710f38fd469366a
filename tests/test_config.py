import copy
import re
from pathlib import Path

import pytest

from sparse_rnn.config import (
    Condition,
    conditions,
    given_settings,
    load_yaml,
    overlay,
    training_settings,
    validate,
    value_for,
)

PROFILES = ("paper", "quick", "smoke", "archived")


def keys(mapping, prefix=()):
    for key, value in mapping.items():
        yield (*prefix, key)
        if isinstance(value, dict):
            yield from keys(value, (*prefix, key))


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_is_legal(name, load_profile, schema):
    validate(load_profile(name), schema)


@pytest.mark.parametrize("name", ["quick", "smoke"])
def test_profiles_name_no_key_that_the_paper_lacks(name, load_profile):
    own = set(keys(load_yaml(Path(__file__).parents[1] / f"workflow/config/{name}.yaml")))
    optional = {("tasks", "mtc", "data", "rules")}
    assert own - optional <= set(keys(load_profile("paper")))


def test_registries_and_schema_agree(schema):
    from sparse_rnn.catalog import MODELS, STRATEGIES, TASKS
    from sparse_rnn.graphs.nulls.models import NULL_MODELS
    from sparse_rnn.models.registry import MODEL_CLASSES
    from sparse_rnn.sparsify.registry import STRATEGY_CLASSES
    from sparse_rnn.tasks.registry import TASK_CLASSES

    kinds = schema["$defs"]
    for kind, registry, entries in (
        ("task", TASK_CLASSES, TASKS),
        ("model", MODEL_CLASSES, MODELS),
        ("strategy", STRATEGY_CLASSES, STRATEGIES),
    ):
        assert kinds[kind]["enum"] == list(registry)
        assert set(kinds[kind]["enum"]) == set(entries)
        assert set(
            schema["properties"][f"{kind.rstrip('y')}{'ies' if kind == 'strategy' else 's'}"][
                "properties"
            ]
        ) == set(registry)
    nulls = schema["properties"]["census"]["properties"]["null_models"]["items"]["enum"]
    assert set(nulls) == set(NULL_MODELS)


BAD = [
    ("tasks.mnist.hiden", 3, "tasks.mnist: unknown key 'hiden' (did you mean hidden?); legal: "),
    ("sed", 4, "top level: unknown key 'sed' (did you mean seed?)"),
    ("conditions.0.sparsities", [1.2], "sparsities.0: 1.2 is impossible (share of absent recurrent links at the end of training); legal: >= 0 and < 1"),
    ("conditions.0.tasks", ["minst"], "tasks.0: 'minst' is unknown; legal: mnist, sms, mg, hgs, har, har_part, mtc"),
    ("conditions.0.models", ["lstm"], "'lstm' is unknown; legal: rnn, ct_rnn, neural_ode, liquid"),
    ("conditions.0.strategies", ["prune"], "'prune' is unknown; legal: dense, static"),
    ("tasks.mg.learning_rate", -1, "tasks.mg.learning_rate: -1 is impossible; legal: > 0"),
    ("tasks.mg.learning_rate", {"default": 1, "sett": 2}, "unknown key 'sett' (did you mean set?)"),
    ("tasks.mnist.epochs", "ten", "tasks.mnist.epochs: 'ten' is not of type 'integer'"),
    ("tasks.mnist.epochs", 10.0, "tasks.mnist.epochs: 10.0 is not of type 'integer'"),
    ("seed", True, "seed: True is not of type 'integer'"),
    ("strategies.set.zeta", float("nan"), "strategies.set.zeta: nan is not of type 'number'"),
    ("conditions.0.sparsities", [float("nan")], "sparsities.0: nan is not of type 'number'"),
    ("tasks.mg.learning_rate", float("inf"), "tasks.mg.learning_rate: inf is not of type 'number'"),
    ("tasks.mg.learning_rate", "1e-5", "tasks.mg.learning_rate: '1e-5' is not of type 'number'; YAML takes it for a text, write 0.00001"),
    ("strategies.set.zeta", 1.5, "strategies.set.zeta: 1.5 is impossible; legal: >= 0 and <= 1"),
    ("strategies.deep_r.period", "day", "'day' is unknown (how often links are rewired); legal: update, epoch"),
    ("seeds", [], "seeds: [] should be non-empty"),
    ("seeds", [1, 1], "seeds: [1, 1] has non-unique elements"),
    ("seeds_per_job", 0, "seeds_per_job: 0 is impossible; legal: >= 1"),
    ("seeds_per_job", 2.5, "seeds_per_job: 2.5 is not of type 'integer'"),
    ("census.null_models", ["erdos"], "census.null_models.0: 'erdos' is unknown (what random networks keep); legal: sign-permutation, fixed"),
    ("census.null_models", "global-const", "census.null_models: 'global-const' is not of type 'array'"),
    ("census.null_models", [], "census.null_models: [] should be non-empty (what random networks keep; the first is that of all figures"),
    ("census.null_models", ["global-const"] * 2, "census.null_models: ['global-const', 'global-const'] has non-unique elements"),
    ("census.null_model", "global-const", "census: unknown key 'null_model' (did you mean null_models?)"),
    ("balanced.networks.target", 1.2, "balanced.networks.target: 1.2 is impossible (balance eta of the last network); legal: >= 0 and <= 1"),
    ("balanced.networks.p", 0, "balanced.networks.p: 0 is impossible (probability of a link of the random network); legal: > 0 and < 1"),
    ("balanced.tasks", ["minst"], "balanced.tasks.0: 'minst' is unknown; legal: mnist"),
    ("balanced.arms", ["free"], "balanced.arms.0: 'free' is unknown; legal: fixed, trained"),
    ("balanced.training.spectral_radius", -1, "balanced.training.spectral_radius: -1 is impossible"),
    ("balanced.training.weight_limit", 0, "balanced.training.weight_limit: 0 is impossible; legal: > 0"),
    ("balanced.training.learning_rate", {"default": 0.1, "mgs": 0.2}, "balanced.training.learning_rate: unknown key 'mgs' (did you mean mg?)"),
    ("lesions.training.keep_best", "yes", "lesions.training.keep_best: 'yes' is not of type 'boolean'"),
    ("lesions.training.keep_bes", True, "lesions.training: unknown key 'keep_bes' (did you mean keep_best?)"),
    ("tasks.mg.readout", "flat", "tasks.mg.readout: 'flat' is unknown (initial readout weights: N(0, 1/N), which is also null,"),
    ("lesions.tasks", [], "lesions.tasks: [] should be non-empty"),
    ("lesions.networks.loops", 0, "lesions.networks.loops: 0 is impossible (tangent loops m; the network needs 3 m units or more); legal: >= 1"),
    ("lesions.orders", 0, "lesions.orders: 0 is impossible (random orders of removal per network and kind)"),
    ("mechanism.weights", [0.1, -0.3], "mechanism.weights.1: -0.3 is impossible; legal: > 0"),
    ("mechanism.tolerance", 0, "mechanism.tolerance: 0 is impossible (relative error from which a formula does not hold); legal: > 0"),
    ("controls.draws", 0, "controls.draws: 0 is impossible (networks of each control that is random); legal: >= 1"),
    ("controls.shares", [0.5, 1.2], "controls.shares.1: 1.2 is impossible; legal: > 0 and <= 1"),
    ("controls.shares", [1.0], "controls.shares: [1.0] does not contain items matching the given schema (of the links of a trained network, whose balance is measured, strongest first; at least one is below 1"),
    ("controls.shares", [], "controls.shares: [] does not contain items"),
    ("controls.networks", 1, "controls.networks: 1 is impossible (random networks for each z-score); legal: >= 2"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "message"), BAD)
def test_bad_values_are_named_with_the_legal_ones(path, value, message, load_profile, schema):
    config = copy.deepcopy(load_profile("paper"))
    *parents, last = path.split(".")
    node = config
    for key in parents:
        node = node[int(key) if key.isdigit() else key]
    node[last] = value
    with pytest.raises(ValueError) as error:
        validate(config, schema)
    assert message in str(error.value)


def test_every_fault_is_listed_at_once(load_profile, schema):
    config = load_profile("paper") | {"seed": -1, "profil": "x"}
    with pytest.raises(ValueError, match=r"(?s)profil.*seed: -1"):
        validate(config, schema)


def test_bad_yaml_is_named(tmp_path):
    (tmp_path / "a.yaml").write_text("a: [")
    with pytest.raises(ValueError, match=r"a\.yaml is not YAML"):
        load_yaml(tmp_path / "a.yaml")
    (tmp_path / "b.yaml").write_text("- 1")
    with pytest.raises(ValueError, match=r"b\.yaml must hold keys and values, got list"):
        load_yaml(tmp_path / "b.yaml")


def test_overlay_goes_mapping_by_mapping():
    assert overlay({"a": {"b": 1, "c": [1, 2]}}, {"a": {"c": [3]}, "d": 4}) == {
        "a": {"b": 1, "c": [3]},
        "d": 4,
    }


def test_dense_appears_once_whatever_the_sparsities():
    entry = {
        "tasks": ["mg"],
        "models": ["rnn"],
        "strategies": ["dense", "set"],
        "sparsities": [0.9, 0.95],
    }
    found = conditions({"conditions": [entry, entry]})
    assert found == [
        Condition("mg", "rnn", "dense", 0.0),
        Condition("mg", "rnn", "set", 0.9),
        Condition("mg", "rnn", "set", 0.95),
    ]


SPELT = {0.0: "0.0", 0.95: "0.95", 1e-5: "0.00001", 2.5e-7: "0.00000025", 1 - 1e-16: None}


@pytest.mark.parametrize("sparsity", SPELT)
def test_condition_survives_its_spelling_in_paths(sparsity):
    condition = Condition("mg", "rnn", "set", sparsity)
    spelt = condition.wildcards["sparsity"]
    assert re.fullmatch(r"0\.\d+", spelt)
    assert spelt == (SPELT[sparsity] or repr(sparsity))
    assert Condition.parse(*condition.wildcards.values()) == condition


def test_settings_resolve_what_depends_on_task_or_strategy(load_profile):
    paper = load_profile("paper")
    hgs = training_settings(paper, Condition("hgs", "rnn", "deep_r", 0.9))
    assert hgs["task"]["learning_rate"] == 0.01
    assert hgs["strategy"] == {"period": "update", "drift": 0.001, "noise": 0.001}
    assert training_settings(paper, Condition("har", "ct_rnn", "set", 0.95))["model"]["tau"] == 0.5
    assert value_for({"default": 1, "hgs": 5}, "mg") == 1


def test_settings_of_a_group_are_those_of_all_but_for_the_seeds(load_profile):
    paper, condition = load_profile("paper"), Condition("mg", "rnn", "set", 0.9)
    every = training_settings(paper, condition)
    assert every["seeds"] == paper["seeds"]
    assert training_settings(paper, condition, [7, 6]) == every | {"seeds": [7, 6]}
    with pytest.raises(ValueError, match="seeds 11, 12 are not those of the configuration"):
        training_settings(paper, condition, [12, 1, 11])


def test_settings_of_training_on_given_networks(load_profile):
    paper = load_profile("paper")
    mnist, mg = (given_settings(paper, "balanced", task) for task in ("mnist", "mg"))
    assert mnist["task"]["snapshot_every"] == 200
    assert paper["tasks"]["mnist"]["epochs"] == 201, "the configuration stays as it is"
    assert "keep_best" not in mg["task"], "what is off leaves no trace in records of settings"


BALANCED = {  # paper-facts of the repository: seeds, limit, radius, input, rate, epochs
    "mnist": ([1], 0.7, None, None, 0.001, 200),
    "sms": ([1, 2, 3], 0.6, None, None, 0.0005, 200),
    "mg": ([1], 0.7, 1.1, 1.0, 0.002, 100),
    "hgs": ([1, 2, 3], 0.6, None, pytest.approx(32**-0.5, rel=1e-5), 0.01, 300),
}


@pytest.mark.parametrize("task", BALANCED)
def test_networks_from_random_to_balanced_train_as_in_the_repository(task, load_profile):
    given = given_settings(load_profile("paper"), "balanced", task)
    own = (given["task"].get(key) for key in ("input_std", "learning_rate", "epochs"))
    weights = (given[key] for key in ("seeds", "weight_limit", "spectral_radius"))
    assert (*weights, *own) == BALANCED[task]
    assert "keep_best" not in given["task"]


LESIONS = {  # input, rate, epochs, best validation epoch
    "mnist": (None, 0.001, 200, None),
    "mg": (1.0, 0.002, 100, None),
    "hgs": (1.0, 0.01, 200, True),
}


@pytest.mark.parametrize("task", LESIONS)
def test_networks_for_lesions_train_as_in_the_repository(task, load_profile):
    given = given_settings(load_profile("paper"), "lesions", task)
    keys = ("input_std", "learning_rate", "epochs", "keep_best")
    assert tuple(given["task"].get(key) for key in keys) == LESIONS[task]
    assert (given["weight_limit"], given["spectral_radius"]) == (None, None)
    assert given["seeds"] == list(range(1, 21))


def test_null_leaves_the_learning_rate_of_the_task(load_profile):
    change = {"balanced": {"training": {"learning_rate": None, "epochs": 7}}}
    given = given_settings(overlay(load_profile("paper"), change), "balanced", "hgs")
    assert (given["task"]["learning_rate"], given["task"]["epochs"]) == (0.005, 7)


STARTS = {
    "mnist": {"readout": "normal"},
    "sms": {"readout": "truncated_normal", "readout_bias": 0.1, "embedding": "uniform"},
    "mg": {"readout": "glorot"},
    "hgs": {"readout": "normal"},
    "har": {},
}


@pytest.mark.parametrize("task", STARTS)
def test_readout_and_words_start_as_in_the_repository(task, load_profile):
    paper = load_profile("paper")
    settings = training_settings(paper, Condition(task, "rnn", "set", 0.9))["task"]
    found = {k: settings[k] for k in ("readout", "readout_bias", "embedding") if k in settings}
    assert found == STARTS[task]
    change = {"tasks": {task: dict.fromkeys(STARTS[task])}}
    without = training_settings(overlay(paper, change), Condition(task, "rnn", "set", 0.9))["task"]
    assert without == {k: v for k, v in settings.items() if k not in STARTS[task]}
