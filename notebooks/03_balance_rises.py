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
# # 3. Global balance rises while sparse networks train
#
# **Claim.** Training with sparsification raises the global balance η of the recurrent network above
# the value 1/2 of random signs (Zhang, Moore, Yan and Li, *Communications Physics* 6, 2023,
# [doi:10.1038/s42005-023-01364-0](https://doi.org/10.1038/s42005-023-01364-0)).
#
# **Definition.** T is the balanced share of the feed-forward loops in the triads of one type. η is
# the mean of T over the transitive types 030T, 120D, 120U and 300 that occur.

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
from sparse_rnn.catalog import STRATEGIES, TASKS
from sparse_rnn.drawing.style import save_figure
from sparse_rnn.results.intervals import summarise, to_records
from sparse_rnn.results.quote import quote, quoted
from sparse_rnn.results.runs import start_and_end, without_diverged
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.structure.rise_figure import balance_figure

enter_root()
pd.set_option("display.max_rows", None)
NAME = "03_balance_rises"
balance = read_table("balance", Path(tables) / "balance.csv")
png = save_figure(balance_figure(balance), figures, NAME)
Image(png, width=900)

# %% [markdown]
# **How to read it.** One panel per task, model and sparsity, all on one axis. Lines are means over
# seeds, bands 95 % t intervals (between 0 and 1), open circles the networks before training. At the
# dashed line every second loop is balanced, as with random signs. The links of random sparse
# networks are fixed, but their signs can change with the weights. Networks that are sparse from the
# start share their first links if they have the same size, seed and sparsity, whatever their task
# and model. Five such networks can lie off one half by chance: [08_controls](08_controls.ipynb)
# compares with twenty random cuts of each network.

# %%
runs = start_and_end(without_diverged(balance[balance["strategy"] != "dense"]), "eta")
start, end, rise = (summarise(runs, value) for value in ("start", "end", "rise"))
rising = {"conditions": len(rise), "interval_of_rise_above_zero": int((rise["low"] > 0).sum())}
save_record(
    Path(figures) / f"{NAME}.json",
    {
        "profile": profile,
        "interval": "95 % t interval over seeds",
        "eta_before": to_records(start),
        "eta_after": to_records(end),
        "rise_of_same_seed": to_records(rise),
        "rising": rising,
    },
)
quoted({"η before": start, "η after": end, "rise, same seed": rise})

# %%
most = rise.dropna(subset="mean").nlargest(1, "mean")
lines = [
    f"**In these tables (profile {profile})** the 95 % interval of the rise lies above zero in"
    f" {rising['interval_of_rise_above_zero']} of {rising['conditions']} conditions (task, model,"
    " strategy, sparsity; random sparse networks are among them)."
]
for row in most.itertuples():
    lines.append(
        f"The largest rise is that of {STRATEGIES[row.strategy].label} on {TASKS[row.task].label}"
        f" at {100 * row.sparsity:g} % sparsity: {quote(row.mean, row.low, row.high)}, n = {row.n}."
    )
display(Markdown(" ".join(lines)))
