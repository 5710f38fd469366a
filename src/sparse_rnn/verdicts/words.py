"""The statistics of the claims in words, as the table and the figure know them."""

from __future__ import annotations

LOSS = "sparse less dense, final test metric, mean of pairs of one seed"
LOSS_RATIO = "sparse over dense, final test error, geometric mean of pairs of one seed"
BIMODAL = "networks whose final weights have two modes by the dip test"
SETTLED = "share of the links whose sign is that at the end of pruning, mean over seeds"
PROFILE = "of the eight loops, those whose mean z has the claimed sign and an interval off 0"
SIMILARITY = (
    "Pearson correlation of the profiles of eight mean z, mean over all pairs of conditions"
    " (low, high: 2.5 and 97.5 percentile of the pairs)"
)
RISE = "eta after training less eta before, mean over seeds"
AT_END = "eta after training, mean over seeds"
CORRELATION = "Spearman's rho of metric and eta, mean over trials (errors: sign turned)"
OVER_SERIES = (
    "Spearman's rho of metric and eta, mean over trials, interval over trials (errors: turned)"
)
CHANGE = (
    "change of the metric from random to balanced along a fitted line, median of trials and seeds"
    " (errors: turned)"
)
HARM = "change of the metric, all unbalanced loops removed, mean over networks"
HARM_RATIO = "error with all unbalanced loops removed over that before, geometric mean of networks"
PER_LOOP = "change of the metric per loop, unbalanced less balanced, over networks (errors: turned)"
EXCESS = "mean z of the balanced less that of the unbalanced loops, mean over seeds"
AUTHORS = "the authors' networks"
WITH_T_INTERVAL = (LOSS, SETTLED, RISE, AT_END, HARM, PER_LOOP, EXCESS, OVER_SERIES)
WITH_LOG_T_INTERVAL = (LOSS_RATIO, HARM_RATIO)
BOOTSTRAPPED = (CORRELATION, CHANGE)
"""How intervals are made: Student's of means, that of logarithms, and those of a bootstrap."""

LITERALLY = "read literally"
"""In the variant of a finding: the claim in the words of the summary, not as we judge it."""

OVER_ALL = "conditions in which it is reproduced, of those that ran"
