# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 4. Do networks made balanced before training perform better?

# %% jupyter={"source_hidden": true} tags=["parameters", "hide-input"]
tables = "data/reference/tables"
figures = "figures/reference"
profile = "reference"
judge = True

# %% jupyter={"source_hidden": true} tags=["hide-input"]
from sparse_rnn.notebooks.page import Page, folded
from sparse_rnn.results.intervals import to_records
from sparse_rnn.results.runs import without_diverged
from sparse_rnn.studies.balanced_networks.annealing_figure import annealing_trials_figure
from sparse_rnn.studies.balanced_networks.effect import (
    change_intervals,
    changes,
    changes_in_words,
    correlations,
    trials_table,
)
from sparse_rnn.studies.balanced_networks.figure import balance_effect_figure

page = Page("04_balanced_networks", tables, figures, profile, judge)
results, annealing = page.read("balanced_networks", "annealing")
page.opening({"balanced_networks": results}, "C5")

# %% [markdown]
# **Why it is asked.** Balance might be what training leaves behind, or what makes a network good.
# If it makes it good, networks *made* balanced before training perform better than random ones
# with the same degrees (Zhang, Moore, Yan and Li, *Communications Physics* 6, 2023,
# [doi:10.1038/s42005-023-01364-0](https://doi.org/10.1038/s42005-023-01364-0)).
#
# **Construction.** In each trial a random network with random signs is rewired by simulated
# annealing, which preserves the degrees of all nodes. Networks along the way have rising balance
# $\eta$. Each network learns the task with its structure fixed, in two arms. In the first the
# *recurrent weights are fixed* too, as in the paper, and only input weights, bias and readout
# learn. In the second, a control, the *recurrent weights are trained*.
#
# **What is shared.** All networks of a trial and seed have weights of the same sizes, the same
# initial input and readout weights and the same order of batches. They differ only in the places of
# their links and signs.

# %%
page.draw(balance_effect_figure(results))

# %% [markdown]
# **How to read it.** One panel per task and arm. Every mark is a network, placed by its balance
# $\eta$ and its final test metric beside the mean of its trial: accuracies in percentage points on
# one axis, errors of Mackey–Glass as a ratio. An arrow points the way of better values. Shades of
# grey are trials; lines are least-squares fits to the networks of a trial, with 95 % t intervals.
# $\rho$ in a panel is the mean of the trials' rank correlations, positive if balance helps, with
# its bootstrap interval, as claim C5 is judged. The final metric belongs to the last epoch, for
# hand gestures to the epoch with the best validation accuracy.
#
# **Random to balanced.** *Change* is the metric of the most balanced network of a series minus the
# metric of its random network. *Fitted* is the change along the straight line through all networks
# of the series. The interval of one trial is over its seeds, which share the networks. The pooled
# interval is over trials; each trial enters with its mean over seeds. $\rho$ is Spearman's
# correlation of metric (mean over seeds) and $\eta$ over the networks of a trial. Pooled, it is
# over the networks of all trials, although trials differ in the level of the metric. Beside it
# stands the correlation with $T$ of 030T triads: these hold most loops, but $\eta$ gives the few
# loops of 120D and 120U the same weight. Claim C5 ([notebook 09](09_claims.ipynb)) is judged by the
# mean of the trials' $\rho$ and the median of the fitted changes of trials and seeds, with
# bootstrap intervals over networks.

# %%
good = without_diverged(results)
changed = changes(good)
rho, rho_030t = correlations(good), correlations(good, "T_030T")
change, fitted = (change_intervals(changed, value) for value in ("change", "fitted"))
page.save(
    interval="95 % t interval; of a trial over seeds, pooled over trials",
    spearman_of_metric_and_eta=to_records(rho),
    spearman_of_metric_and_T_030T=to_records(rho_030t),
    change_from_random_to_balanced=to_records(change),
    change_along_straight_line=to_records(fitted),
    diverged=len(results) - len(good),
)
shown = trials_table(rho, rho_030t, {"change": change, "fitted change": fitted})
folded(shown, "correlation and change of each task, arm and trial")

# %%
page.tell(f"random to balanced, pooled over trials:\n\n{changes_in_words(fitted, rho)}")

# %% [markdown]
# **Supplement: how the networks were made.** Balance $\eta$ and the energy of all links along each
# trial's run of annealing.

# %%
page.draw(annealing_trials_figure(annealing), "_annealing")
