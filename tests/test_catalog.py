import math
import subprocess
import sys

import pytest

from sparse_rnn.catalog import MODELS, STRATEGIES, TASKS

OKABE_ITO = {
    "#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7",
}  # fmt: skip
TOLS_MUTED = {
    "#CC6677", "#332288", "#DDCC77", "#117733", "#88CCEE", "#882255", "#44AA99", "#999933",
    "#AA4499",
}  # fmt: skip
TOLS_DARK = {"#222255", "#225555", "#225522", "#666633", "#663333", "#555555"}


def test_every_strategy_task_and_model_of_the_project_has_an_entry():
    from sparse_rnn.models.registry import MODEL_CLASSES
    from sparse_rnn.sparsify.registry import STRATEGY_CLASSES
    from sparse_rnn.tasks.registry import TASK_CLASSES

    assert set(STRATEGY_CLASSES) == set(STRATEGIES)
    assert set(MODEL_CLASSES) == set(MODELS)
    assert set(TASK_CLASSES) == set(TASKS)


def test_strategies_are_told_apart_by_colour_and_by_marker():
    looks = STRATEGIES.values()
    assert {look.colour for look in looks} <= OKABE_ITO | TOLS_MUTED | TOLS_DARK
    assert {look.colour for look in looks if look.of_paper} <= OKABE_ITO
    assert (
        len({look.colour for look in looks}) == len({look.marker for look in looks}) == len(looks)
    )


@pytest.mark.parametrize("registry", [TASKS, MODELS, STRATEGIES])
def test_labels_are_told_apart(registry):
    assert len({entry.label for entry in registry.values()}) == len(registry)


def test_mackey_glass_alone_has_an_error_for_a_metric():
    assert [name for name, task in TASKS.items() if not task.higher_is_better] == ["mg"]
    assert (TASKS["mg"].metric, TASKS["mg"].bounds) == ("Mean squared error", (0, math.inf))
    assert TASKS["mtc"].metric == "Performance (fraction)"
    assert all(task.bounds == (0, 1) for task in TASKS.values() if task.higher_is_better)


def test_the_test_epoch_is_chosen_by_validation_where_there_is_a_validation_set():
    from sparse_rnn.tasks.registry import task_class

    chosen = {name for name, task in TASKS.items() if task.at_best_validation}
    assert chosen == {name for name in TASKS if "valid" in task_class(name).splits}


def test_kinds_of_strategies():
    kinds = {kind: [n for n, s in STRATEGIES.items() if s.kind == kind]
             for kind in ("pruning", "rewiring", "baseline", "dense")}  # fmt: skip
    assert kinds == {
        "pruning": ["pruning_1", "pruning_2"],
        "rewiring": ["deep_r", "set", "rigl", "balanced_set", "unbalanced_set"],
        "baseline": ["random_pruning", "static"],
        "dense": ["dense"],
    }


def test_the_catalog_loads_neither_torch_nor_matplotlib():
    code = (
        "import sys, sparse_rnn.catalog;"
        "assert not {'torch', 'matplotlib', 'pandas'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
