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
from sparse_rnn.studies.balanced_networks.annealing_figure import annealing_trials_figure
from sparse_rnn.studies.balanced_networks.effect import change_intervals, changes
from sparse_rnn.studies.balanced_networks.figure import balance_effect_figure
from sparse_rnn.studies.balanced_networks.reliability import reliability, reliability_in_words
from sparse_rnn.studies.balanced_networks.series import (
    effects_in_words,
    series_effects,
    series_table,
    trained,
)
from sparse_rnn.studies.published.training_effect import as_series

page = Page("04_balanced_networks", tables, figures, profile, judge)
results, annealing, theirs = page.read("balanced_networks", "annealing", "published_training")
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
# $\eta$ and its final test metric beside the mean of its trial: accuracies in percentage points
# on one axis, errors of Mackey–Glass as a ratio. An arrow points the way of better values. Shades
# of grey are trials, each a series of networks along one run of annealing; lines are
# least-squares fits to the networks of a trial, with 95 % t intervals. The final metric belongs
# to the last epoch, for hand gestures to the epoch with the best validation accuracy.
#
# **What counts is the series.** Neighbours in a series share most of their links, and $\eta$
# rises from each to the next, as does the number of loops. Along one series the effect of balance
# cannot be told from that of the way that the annealing took; only series that agree can tell. So
# $\rho$ in a panel is the mean over trials of Spearman's correlation of metric (mean over draws
# of weights) and $\eta$, with its 95 % interval over trials (Fisher's z), and so is claim C5
# judged, by $\rho$ and by the change of the metric along the fitted lines ([notebook
# 09](09_claims.ipynb)). It is positive where balance helps. Errors of Mackey–Glass enter as their
# logarithm with the sign turned.
#
# In the table *change* is the metric of the most balanced network of a series less that of its
# random network; *fitted* is the change along the straight line through all networks of the
# series. Their intervals are over the draws of weights of one series, which share its networks.
# Beside $\rho$ stands the correlation with $T$ of 030T triads, which have most of the loops;
# $\eta$ gives the few loops of 120D and 120U the same weight.

# %%
good, effects = trained(results), series_effects(results)
by_030t = series_effects(results.assign(eta=results["T_030T"]))
changed = changes(good)
change, fitted = (change_intervals(changed, value) for value in ("change", "fitted"))
shares, their_shares = (reliability(trained(t)) for t in (results, as_series(theirs, "eta")))

# %% jupyter={"source_hidden": true} tags=["hide-input"]
page.save(
    interval="95 % t interval; of a trial over draws of weights, pooled over trials",
    effects_of_each_series=to_records(effects),
    effects_by_T_030T=to_records(by_030t),
    change_from_random_to_balanced=to_records(change),
    change_along_straight_line=to_records(fitted),
    share_of_variance_between_networks=to_records(shares),
    share_of_variance_between_networks_of_the_authors=to_records(their_shares),
    diverged=len(results) - len(good),
)

# %%
shown = series_table(effects, {"change": change, "fitted": fitted})
shown.insert(5, "ρ with T of 030T", by_030t["rho"].round(2))
folded(shown, "correlation and change of each task, arm and trial")

# %%
page.tell(f"effect of balance, mean over series:\n\n{effects_in_words(effects)}")

# %% [markdown]
# **Is there anything to explain?** Where several draws of weights were trained on each network,
# one can ask how much of the metric belongs to the network: the share of its variance that the
# draws of one network have in common (the intraclass correlation, beside the means of series and
# draws). Where it is small, no property of the network can explain the metric. Rule: the network
# *hardly matters* where the whole interval lies below one fifth.

# %%
words = [reliability_in_words(shares)]
if len(their_shares):
    words += ["The authors' networks, by protocol:", reliability_in_words(their_shares)]
page.tell("share of the variance between the networks of a series:\n\n" + "\n\n".join(words))

# %% [markdown]
# **Supplement: how the networks were made.** Balance $\eta$ and the energy of all links, the sum of
# $|1 - x_i|$ over the links $i$ with $x_i$ the share of its loops that are balanced, along each
# trial's run of annealing.

# %%
page.draw(annealing_trials_figure(annealing), "_annealing")
