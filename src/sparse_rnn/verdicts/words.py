"""The statistics of the claims in words, as the table and the figure know them."""

from __future__ import annotations

LOSS = "sparse less dense, final test metric, mean of pairs of one seed"
LOSS_RATIO = "sparse over dense, final test error, geometric mean of pairs of one seed"
BIMODAL = (
    "networks whose final weights have two modes by the dip test"
    " (low, high: exact interval of their number)"
)
SETTLED = "share of the links whose sign is that at the end of pruning, mean over seeds"
PROFILE = "of the eight loops, those whose mean z has the claimed sign and an interval off 0"
SIMILARITY = (
    "Pearson correlation of the profiles of eight mean z, mean over all pairs of conditions"
    " (low, high: 2.5 and 97.5 percentile of the pairs)"
)
RISE = "eta after training less eta before, mean over seeds"
AT_END = "eta after training, mean over seeds"
CORRELATION = "Spearman's rho of metric and eta, mean over series (errors: sign turned)"
CHANGE = (
    "change of the metric from random to balanced along a fitted line, mean over series"
    " (errors: logarithm, turned)"
)
CORRELATION_OF_ALL = "Spearman's rho of metric and eta, mean over the series of all tasks"
MEDIAN_CHANGE = (
    "change of the metric from random to balanced along a fitted line, median of series and seeds"
    " (errors: logarithm, turned)"
)
CORRELATION_OF_AUTHORS = (
    "Spearman's rho of metric and balance, mean over the authors' series (errors: sign turned)"
)
CHANGE_OF_AUTHORS = (
    "change of the metric from random to balanced along a fitted line, mean over the authors'"
    " series (errors: logarithm, turned)"
)
HARM = "change of the metric, all unbalanced loops removed, mean over networks"
HARM_RATIO = "error with all unbalanced loops removed over that before, geometric mean of networks"
PER_LOOP = (
    "change of the metric per loop, unbalanced less balanced, mean over networks"
    " (errors: logarithm, turned)"
)
PER_WEIGHT = (
    "change of the metric per |w| removed, unbalanced less balanced, mean over networks"
    " (errors: logarithm, turned)"
)
EXCESS = "mean z of the balanced less that of the unbalanced loops, mean over seeds"
AUTHORS = "the authors' networks"
GAIN = "final test metric less that of SET, mean of pairs of one seed (errors: logarithm, turned)"
GAIN_OVER_MIRROR = (
    "final test metric less that of SET away from balance, mean of pairs of one seed"
    " (errors: logarithm, turned)"
)
ETA_GAIN = "eta after training less that of SET, mean of pairs of one seed"
WITH_T_INTERVAL = (
    *(LOSS, SETTLED, RISE, AT_END, CHANGE, CHANGE_OF_AUTHORS, HARM, PER_LOOP, PER_WEIGHT, EXCESS),
    *(GAIN, GAIN_OVER_MIRROR, ETA_GAIN),
)
WITH_LOG_T_INTERVAL = (LOSS_RATIO, HARM_RATIO)
WITH_FISHER_INTERVAL = (CORRELATION, CORRELATION_OF_ALL, CORRELATION_OF_AUTHORS)
"""How intervals are made: Student's of means, that of logarithms, and that of Fisher's z."""

LOW_IS_CLAIMED = (LOSS_RATIO, HARM_RATIO, EXCESS)
"""Of these a claim asks that they are low, of all others that they are high."""

POSSIBLE = {SETTLED: (0.0, 1.0), AT_END: (0.0, 1.0), RISE: (-1.0, 1.0)}
"""Lowest and highest possible value of the statistics that have both."""

LITERALLY = "read literally"
"""In the variant of a finding: the claim in the words of the summary, not as we judge it."""

OVER_ALL = "conditions in which it is reproduced, of those that ran"
