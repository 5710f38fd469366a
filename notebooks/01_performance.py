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
# # 1. Sparse recurrent networks perform
#
# **Claim.** Recurrent networks still do their task with a few per cent of their recurrent links,
# whether training cuts the links or rewires them. The paper then looks for structure in these
# networks (Zhang, Moore, Yan and Li, *Communications Physics* 6, 2023,
# [doi:10.1038/s42005-023-01364-0](https://doi.org/10.1038/s42005-023-01364-0)).
#
# **Strategies.** *Pruning I* (threshold on |w|) and *Pruning II* (gradual magnitude pruning) start
# dense and cut links; *DeepR* and *SET* start sparse and move links; *Random sparse* keeps the
# random links it started with; *Dense* keeps all of them; *Random pruning*, a control that the
# paper lacks, cuts links at random on the schedule of Pruning II. Three more are ours to add and
# move links, where they were run: *RigL* grows them by the gradient of the loss, *SET towards
# balance* and *SET away from balance* where they close balanced or unbalanced loops (C9). Only the
# recurrent matrix is sparse.

# %% tags=["parameters"]
tables = "data/reference/tables"
figures = "figures/reference"
profile = "reference"

# %%
from pathlib import Path

import pandas as pd
from IPython.display import Image, Markdown, display

from sparse_rnn.base.artifacts import save_record
from sparse_rnn.base.root import enter_root
from sparse_rnn.catalog import STRATEGIES
from sparse_rnn.drawing.grid import make_cells
from sparse_rnn.drawing.style import save_figure
from sparse_rnn.results.intervals import summarise, to_records
from sparse_rnn.results.quote import quoted, without_logs
from sparse_rnn.results.runs import (
    LOWER_IS_BETTER,
    difference_to_dense,
    final_metric,
    log_errors,
    without_diverged,
)
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.performance.curves_figure import performance_curves_figure
from sparse_rnn.studies.performance.figure import performance_figure

enter_root()
pd.set_option("display.max_rows", None)
NAME = "01_performance"
history = read_table("history", Path(tables) / "history.csv")
png = save_figure(performance_figure(history), figures, NAME)
Image(png, width=900)

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
second = save_figure(performance_curves_figure(history), figures, f"{NAME}_supplement")
Image(second, width=900)

# %% [markdown]
# **Supplement: along training.** The test error (1 less an accuracy) on a logarithmic scale, one
# panel per task, model and sparsity. Lines are means over seeds, bands 95 % t intervals. A line is
# dotted while the strategy still cuts links: it is not yet the performance of a sparse network.

# %%
# errors span decades: their geometric mean is quoted, and their ratio instead of a difference
final = log_errors(final_metric(without_diverged(history)))
metric = without_logs(summarise(final, "metric"))
compared = without_logs(summarise(difference_to_dense(final), "difference"))
error = compared["task"].isin(LOWER_IS_BETTER)
difference, ratio = compared[~error], compared[error]
save_record(
    Path(figures) / f"{NAME}.json",
    {
        "profile": profile,
        "interval": "95 % t interval over seeds",
        "final_metric": to_records(metric),
        "difference_to_dense_of_same_seed": to_records(difference),
        "ratio_to_dense_of_same_seed": to_records(ratio),
    },
)
against = {"minus dense, same seed": difference, "over dense, same seed": ratio}
quoted({"final metric": metric} | {name: rows for name, rows in against.items() if len(rows)})

# %%
lines = [f"**In these tables (profile {profile})**, final metric, means over n seeds:", ""]
for cell in make_cells(metric):
    ranked = cell.rows.dropna(subset="mean").sort_values("mean")
    values = [
        f"{STRATEGIES[row.strategy].label} {row.mean:.3g} (n = {row.n})"
        for row in ranked.itertuples()
    ]
    lines.append(f"- {cell.title}, from low to high: {', '.join(values)}.")
display(Markdown("\n".join(lines)))
