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
# # 1. Do sparse networks perform like dense ones?

# %% jupyter={"source_hidden": true} tags=["parameters", "hide-input"]
tables = "data/reference/tables"
figures = "figures/reference"
profile = "reference"
judge = True

# %% jupyter={"source_hidden": true} tags=["hide-input"]
from sparse_rnn.notebooks.page import Page, folded
from sparse_rnn.results.intervals import to_records
from sparse_rnn.results.quote import quoted, within_metric
from sparse_rnn.studies.performance.curves_figure import performance_curves_figure
from sparse_rnn.studies.performance.effect import metric_and_comparison
from sparse_rnn.studies.performance.figure import performance_figure
from sparse_rnn.studies.performance.late_training import late_changes, late_in_words, late_table

page = Page("01_performance", tables, figures, profile, judge)
(history,) = page.read("history")
page.opening({"history": history}, "C1")

# %% [markdown]
# C7 (continuous time) and C9 (growth towards balance) concern performance *and* balance. The
# networks are in the figure below; the verdicts open [notebook 03](03_balance_rises.ipynb), which
# has both tables.
#
# **Why it matters.** The paper looks for structure in networks that still do their task with a few
# per cent of their recurrent links (Zhang, Moore, Yan and Li, *Communications Physics* 6, 2023,
# [doi:10.1038/s42005-023-01364-0](https://doi.org/10.1038/s42005-023-01364-0)).
#
# **Strategies.** *Pruning I* (threshold on $|w|$) and *Pruning II* (gradual magnitude pruning)
# start dense and cut links; *DeepR* and *SET* start sparse and move links; *Random sparse* keeps
# the random links it started with; *Dense* keeps all of them; *Random pruning*, a control that the
# paper lacks, cuts links at random on the schedule of Pruning II. Three more are ours to add and
# move links, where they were run: *RigL* grows them by the gradient of the loss, *SET towards
# balance* and *SET away from balance* where they close balanced or unbalanced loops (C9). Only the
# recurrent matrix is sparse.

# %%
page.draw(performance_figure(history))

# %% [markdown]
# **How to read it.** A mark per condition: the *final* metric of sparse networks less that of the
# dense network of the same seed, in percentage points, and for Mackey–Glass the ratio of errors
# (over the 50 next values, in squared units of the dimensionless series). Bars are 95 % t intervals
# of the mean (of the geometric mean for errors). Right of the dashed line (for errors: left of it)
# a sparse network is still comparable; arrows point the way of better values.
#
# **Final metric.** The test metric of the last epoch. For hand gestures and human activity it is
# the test metric of the epoch with the best validation accuracy, among the epochs at the final
# density.

# %%
page.draw(performance_curves_figure(history), "_supplement")

# %% [markdown]
# **Supplement: along training.** The test error (1 less an accuracy) on a logarithmic scale, one
# panel per task, model and sparsity. Lines are means over seeds, bands 95 % t intervals. A line is
# dotted while the strategy still cuts links: it is not yet the performance of a sparse network.

# %%
metric, difference, ratio = metric_and_comparison(history)
late = late_changes(history)
page.save(
    interval="95 % t interval over seeds",
    final_metric=to_records(metric),
    difference_to_dense_of_same_seed=to_records(difference),
    ratio_to_dense_of_same_seed=to_records(ratio),
    change_of_gap_in_the_last_sixth=to_records(late),
)
against = {"minus dense, same seed": difference, "over dense, same seed": ratio}
columns = {"final metric": within_metric(metric)}
columns |= {name: rows for name, rows in against.items() if len(rows)}
folded(quoted(columns), "final metric of each condition, and against dense networks")

# %% [markdown]
# **Is training too short?** The conditions that decide on C1, of tasks with one that is not
# reproduced. The *change* is that of the gap, sparse less dense, over the last sixth of training,
# which begins at an epoch that was recorded: mean and 95 % t interval of pairs of one seed (of
# errors: of logarithms, with the sign turned). Sparse networks are *still catching up* if the whole
# interval is above 0, *falling behind* if it is below, and otherwise *parallel: no sign of either*.
# Then the epoch at which the dense network of a seed first had the sparse one's final metric:
# the median over the networks in which it did. All of this is reported and decides nothing.

# %%
folded(late_table(late), "change of the gap to dense networks late in training")

# %%
page.tell(late_in_words(late, page.judge))
