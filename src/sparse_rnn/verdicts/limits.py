"""What decides on a claim: limits and conditions, fixed before the run of the paper's profile."""

from __future__ import annotations

STRATEGIES = ("pruning_1", "pruning_2", "deep_r", "set")
"""The paper's strategies; their networks decide."""

PRUNING = ("pruning_1", "pruning_2")
BASELINES = ("static", "random_pruning")
"""Sparse networks that are reported beside them."""

DISCRETE = ("rnn",)
CONTINUOUS = ("ct_rnn", "neural_ode")
TASKS = ("mnist", "sms", "mg", "hgs", "har", "mtc")
"""The paper's tasks; where one has no network, the table says so."""

LOSS = 0.02
"""Of accuracy against the dense network, in which a sparse one is still comparable."""

LOSS_RATIO = 1.5
"""Likewise for errors: sparse over dense."""

DIP_P = 0.01
"""Of Hartigan's dip test, below which weights have two modes."""

ENOUGH_BIMODAL = 0.5
"""Share of the networks with two modes from which the claim holds partly."""

SIGNS_KEPT = 0.95
"""Share of the links whose sign is settled when the last link is cut."""

MOTIFS = 8
ENOUGH_MOTIFS = 6
"""Loops of the eight, clearly as claimed, from which the profile is in part."""

ENOUGH_WITH_ALL_SIGNS = 4
"""Likewise where the means of all eight have the claimed sign."""

CHANCE = 0.5
"""Eta of random signs."""

HARM = 0.01
"""Of accuracy, that a harmless lesion may cost."""

HARM_RATIO = 1.1
"""Likewise for errors: after over before."""

SMALL_EXCESS = 1.0
"""Mean z of balanced less unbalanced loops, up to which a control shows none."""
