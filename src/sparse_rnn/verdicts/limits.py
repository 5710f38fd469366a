"""What decides on a claim: limits and conditions, fixed before the run of the paper's profile."""

from __future__ import annotations

from sparse_rnn.catalog import MODELS, STRATEGIES, TASKS

PAPER_STRATEGIES = tuple(name for name, entry in STRATEGIES.items() if entry.of_paper)
"""The paper's strategies; their networks decide."""

PRUNING = tuple(name for name in PAPER_STRATEGIES if STRATEGIES[name].kind == "pruning")
BASELINES = tuple(name for name, entry in STRATEGIES.items() if entry.kind == "baseline")
"""Sparse networks that are reported beside them."""

PAPER_MODELS = tuple(name for name, entry in MODELS.items() if entry.of_paper)
DISCRETE = tuple(name for name in PAPER_MODELS if not MODELS[name].continuous)
CONTINUOUS = tuple(name for name in PAPER_MODELS if MODELS[name].continuous)
"""The paper's models, in discrete and in continuous time."""

PAPER_TASKS = tuple(name for name, entry in TASKS.items() if entry.of_paper)
"""The paper's tasks; where one has no network, the table says so."""

ALLOWED_LOSS = 0.02
"""Of accuracy against the dense network, in which a sparse one is still comparable."""

ALLOWED_LOSS_RATIO = 1.5
"""Likewise for errors: sparse over dense."""

NO_LOSS, NO_LOSS_RATIO = 0.0, 1.0
"""The same for "improves or preserves", read literally; reported, without a say."""

DIP_P = 0.01
"""Of Hartigan's dip test, below which weights have two modes."""

ENOUGH_BIMODAL = 0.5
"""Share of the networks with two modes that the whole interval must exceed."""

SIGNS_KEPT = 0.95
"""Share of the links whose sign is settled when the last link is cut."""

LOOP_TYPES = 8
ENOUGH_LOOP_TYPES = 6
"""Loops of the eight, clearly as claimed, from which the profile is in part."""

ENOUGH_WITH_ALL_SIGNS = 4
"""Likewise where the means of all eight have the claimed sign."""

LITTLE_OF_VARIANCE = 0.2
"""Share of the variance of the metric up to which the network hardly matters; reported (C5)."""

CHANCE = 0.5
"""Eta of random signs."""

ALLOWED_HARM = 0.01
"""Of accuracy, that a harmless lesion may cost."""

ALLOWED_HARM_RATIO = 1.1
"""Likewise for errors: after over before."""

SMALL_EXCESS = 1.0
"""Mean z of balanced less unbalanced loops, up to which a control shows none."""

TOWARDS_BALANCE, AWAY_FROM_BALANCE, BY_GRADIENT = "balanced_set", "unbalanced_set", "rigl"
"""Strategies that grow links by another rule than SET, with which they are compared (C9, ours); the
first decides."""

GROWTH_TASKS = ("mnist", "sms", "mg", "hgs", "mtc")
"""The tasks that C9 is claimed of."""

NO_GAIN = 0.0
"""Mean difference of pairs, above which growth towards balance helps."""
