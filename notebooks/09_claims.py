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
# # 9. What of the paper holds, claim by claim
#
# **Question.** Each claim of the paper (Zhang, Moore, Yan and Li, *Communications Physics* 6, 2023,
# [doi:10.1038/s42005-023-01364-0](https://doi.org/10.1038/s42005-023-01364-0)), and one of ours on
# the controls (C8), is a test on the tables: a statistic, its 95 % interval, and a limit that was
# fixed before the run. The verdict on a condition is *reproduced* if the whole interval is on the
# right side of the limit, *partly* if only the estimate is (for C2, C5 and C6: if a part of the
# statistics is; for C3: if six of the eight loops are clearly as claimed, or four where the means
# of all eight have the claimed sign), else *not*.
#
# **Over all conditions** a claim is reproduced if it is in every one, and not if it is in fewer
# than half even in part. What was not run has no say, and is named. The rules stand in
# `src/sparse_rnn/claims`, the limits in its `limits.py`. One rule was changed after first results:
# untrained networks that two conditions share count once in C8.

# %% tags=["parameters"]
tables = "data/reference/tables"
figures = "figures/reference"
profile = "reference"

# %%
from pathlib import Path

import pandas as pd
from IPython.display import Image, Markdown, display

from sparse_rnn.base.artifacts import load_table, save_record
from sparse_rnn.base.root import enter_root
from sparse_rnn.drawing.style import save_figure
from sparse_rnn.results.intervals import to_records
from sparse_rnn.results.quote import quote
from sparse_rnn.studies.claims.figure import claims_figure
from sparse_rnn.studies.claims.markdown import markdown_table, write_markdown
from sparse_rnn.verdicts.findings import CONDITION, OVERALL, REPORTED
from sparse_rnn.verdicts.rules import VERDICTS

enter_root()
pd.set_option("display.max_rows", None)
NAME = "09_claims"
KEYS = ["claim", "statement", "task", "model", "strategy", "sparsity", "variant", "statistic", "n"]
NUMBERS = ["estimate", "low", "high", "limit"]
claims = load_table(
    Path(tables) / "claims.csv", [*KEYS, *NUMBERS, "verdict", "scope", "note", "see"]
)
png = save_figure(claims_figure(claims), figures, NAME)
Image(png, width=900)

# %% [markdown]
# **How to read it.** One panel per statistic, down the columns; within it one mark per condition,
# grouped by task, and by model where a panel has several. Right of the dashed limit the claim holds
# (C8: left of it). Losses and harm (C1, C6, C7) are in units of what is allowed, and positive where
# the sparse or lesioned network is better; for the error of Mackey–Glass that is the logarithm of
# the ratio, turned. *Own scale*: in units of the largest end of the interval, since metrics of
# tasks have different sizes. Faint marks are reported without a say: random baselines, trained
# recurrent weights (C5), as many loops of either kind removed (C6). What else is reported, further
# null models (C3) and controls that keep each node's signs (C8), is in `claims.csv`, beside the
# other tables.

# %%
over_all = claims[claims["scope"] == OVERALL]
save_record(
    Path(figures) / f"{NAME}.json",
    {
        "profile": profile,
        "interval": "95 %; see the statistic of each row",
        "over_all": to_records(over_all[["claim", "statement", "verdict", "note"]]),
        "conditions": to_records(claims[claims["scope"] == CONDITION]),
        "reported": to_records(claims[claims["scope"] == REPORTED]),
    },
)
write_markdown(Path(figures) / f"{NAME}.md", claims, "../../notebooks")
display(Markdown(markdown_table(claims, ".")))

# %%
counts = over_all["verdict"].value_counts()
words = ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS if verdict in counts)
text = f"**In these tables (profile {profile})**, of {len(over_all)} claims over all: {words}."
display(Markdown(text))

# %% [markdown]
# **Every condition that decides.**

# %%
rows = claims[(claims["scope"] == CONDITION) & (claims["n"] > 0)]
quotes = [quote(*row) for row in rows[["estimate", "low", "high"]].itertuples(index=False)]
shown = ["claim", "task", "model", "strategy", "sparsity", "variant", "statistic", "n", "limit"]
every = rows[shown].assign(estimate=quotes).join(rows[["verdict", "note"]])
every.astype(object).fillna("")  # without a sparsity: a cell of words among numbers
