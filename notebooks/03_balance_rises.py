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
# # 3. Does balance rise during training?

# %% jupyter={"source_hidden": true} tags=["parameters", "hide-input"]
tables = "data/reference/tables"
figures = "figures/reference"
profile = "reference"
judge = True

# %% jupyter={"source_hidden": true} tags=["hide-input"]
from sparse_rnn.notebooks.page import Page, folded
from sparse_rnn.results.intervals import to_records
from sparse_rnn.results.quote import quoted, within
from sparse_rnn.studies.structure.rise_effect import largest_rise_in_words, start_end_rise
from sparse_rnn.studies.structure.rise_figure import balance_figure

page = Page("03_balance_rises", tables, figures, profile, judge)
balance, history = page.read("balance", "history")
page.opening({"balance": balance, "history": history}, "C4", "C7", "C9")

# %% [markdown]
# **Definition.** $T$ is the balanced share of the feed-forward loops in the triads of one type. The
# *global balance* $\eta$ is the mean of $T$ over the transitive types 030T, 120D, 120U and 300 that
# occur. Random signs give $\eta = 1/2$. C7 and C9 also ask for performance, whose figure is in
# [notebook 01](01_performance.ipynb).
#
# The paper: Zhang, Moore, Yan and Li, *Communications Physics* 6, 2023,
# [doi:10.1038/s42005-023-01364-0](https://doi.org/10.1038/s42005-023-01364-0).

# %%
page.draw(balance_figure(balance))

# %% [markdown]
# **How to read it.** One panel per task, model and sparsity, all on one axis. Lines are means over
# seeds, bands 95 % t intervals (between 0 and 1), open circles the networks before training. At the
# dashed line every second loop is balanced, as with random signs. The links of random sparse
# networks are fixed, but their signs can change with the weights. Networks that are sparse from the
# start share their first links if they have the same size, seed and sparsity, whatever their task
# and model. Five such networks can lie off one half by chance: [notebook 08](08_controls.ipynb)
# compares with twenty random cuts of each network.

# %%
start, end, rise = start_end_rise(balance)
rising = {"conditions": len(rise), "interval_of_rise_above_zero": int((rise["low"] > 0).sum())}
page.save(
    interval="95 % t interval over seeds",
    eta_before=to_records(start),
    eta_after=to_records(end),
    rise_of_same_seed=to_records(rise),
    rising=rising,
)
columns = {"η before": within(start), "η after": within(end), "rise, same seed": rise}
folded(quoted(columns), "η before and after training, and its rise, of each condition")

# %%
page.tell(
    "the 95 % interval of the rise lies above zero in"
    f" {rising['interval_of_rise_above_zero']} of {rising['conditions']} conditions (task, model,"
    f" strategy, sparsity; random sparse networks are among them).{largest_rise_in_words(rise)}"
)
