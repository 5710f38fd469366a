"""Every task, model and strategy by name: what it is called, how it is judged, how it is drawn.

The order of each registry is that of all tables and figures.  The classes that compute stand in
`tasks.registry`, `models.registry` and `sparsify.registry`; a test compares the names.

Colours come from Okabe and Ito (https://jfly.uni-koeln.de/color/), told apart by every common
kind of colour vision.  There are but eight; strategies beyond these take muted and dark colours of
Tol (https://personal.sron.nl/~pault/).  Each strategy also has a marker of its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class TaskEntry:
    """What is known of a task.

    Attributes
    ----------
    label : str
        Its name in tables and figures.
    metric : str
        Name of its test metric with the unit.
    higher_is_better : bool
        Whether a high metric is good; false for errors.
    at_best_validation : bool
        Whether the test metric is that of the epoch with the best validation accuracy, instead of
        the last epoch.
    bounds : (float, float)
        Lowest and highest possible value of the metric.
    log : bool
        Whether the metric spans decades.
    of_paper : bool
        Whether the paper has this task.
    """

    label: str
    metric: str = "Accuracy (fraction)"
    higher_is_better: bool = True
    at_best_validation: bool = False
    bounds: tuple[float, float] = (0, 1)
    log: bool = False
    of_paper: bool = False


@dataclass(frozen=True)
class ModelEntry:
    """What is known of a model of the recurrent network.

    Attributes
    ----------
    label : str
        Its name in tables and figures.
    continuous : bool
        Whether its time is continuous.
    of_paper : bool
        Whether the paper has this model.
    """

    label: str
    continuous: bool
    of_paper: bool = False


@dataclass(frozen=True)
class StrategyEntry:
    """What is known of a sparsification strategy.

    Attributes
    ----------
    label : str
        Its name in tables and figures.
    colour, marker : str
        How it is drawn.
    kind : {"pruning", "rewiring", "baseline", "dense"}
        Whether it cuts links by their weight, moves links, is sparse without choosing its links,
        or keeps all links.
    of_paper : bool
        Whether it is one of the paper's four strategies.
    """

    label: str
    colour: str
    marker: str
    kind: Literal["pruning", "rewiring", "baseline", "dense"]
    of_paper: bool = False


TASKS: dict[str, TaskEntry] = {
    "mnist": TaskEntry("MNIST", of_paper=True),
    "sms": TaskEntry("SMS spam", of_paper=True),
    "mg": TaskEntry(
        "Mackey–Glass",
        "Mean squared error",
        higher_is_better=False,
        bounds=(0, math.inf),
        log=True,
        of_paper=True,
    ),
    "hgs": TaskEntry("Hand gestures", at_best_validation=True, of_paper=True),
    "har": TaskEntry("Human activity", at_best_validation=True, of_paper=True),
    "har_part": TaskEntry("Human activity (3 of 25 recordings)", at_best_validation=True),
    "mtc": TaskEntry("Cognitive tasks", "Performance (fraction)", of_paper=True),
}
"""The tasks by name."""

MODELS: dict[str, ModelEntry] = {
    "rnn": ModelEntry("RNN", continuous=False, of_paper=True),
    "ct_rnn": ModelEntry("CT-RNN", continuous=True, of_paper=True),
    "neural_ode": ModelEntry("Neural ODE", continuous=True, of_paper=True),
    "liquid": ModelEntry("Liquid time constant", continuous=True),
}
"""The models by name."""

STRATEGIES: dict[str, StrategyEntry] = {
    "pruning_1": StrategyEntry("Pruning I", "#0072B2", "o", "pruning", of_paper=True),
    "pruning_2": StrategyEntry("Pruning II", "#56B4E9", "s", "pruning", of_paper=True),
    "deep_r": StrategyEntry("DeepR", "#D55E00", "^", "rewiring", of_paper=True),
    "set": StrategyEntry("SET", "#E69F00", "v", "rewiring", of_paper=True),
    "rigl": StrategyEntry("RigL", "#663333", "p", "rewiring"),
    "balanced_set": StrategyEntry("SET towards balance", "#332288", ">", "rewiring"),
    "unbalanced_set": StrategyEntry("SET away from balance", "#AA4499", "<", "rewiring"),
    "random_pruning": StrategyEntry("Random pruning", "#CC79A7", "X", "baseline"),
    "static": StrategyEntry("Random sparse", "#009E73", "D", "baseline"),
    "dense": StrategyEntry("Dense", "#000000", "P", "dense"),
}
"""The strategies by name, in the order of the legend."""
