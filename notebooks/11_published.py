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
# # 11. The published networks beside ours
#
# **Question.** The authors of the paper published networks: one trained run for each of twelve
# conditions, and series of generated networks from random to balanced. Would one of theirs stand
# out among ours?
#
# **Data.** [XinjieZhang/sparse-RNNs](https://github.com/XinjieZhang/sparse-RNNs) at the commit
# 739428a487dead322ac9a5f849abb27544386839 (MIT licence, © 2022 XinjieZhang). Every file is checked
# against its SHA-256. The code of that repository is not used: their networks go through the same
# census and the same null model as ours.
#
# **How theirs and ours are compared.** There is one published network of a condition, so the
# interval of ours is a 95 % prediction interval for one further network: mean ± t s √(1 + 1/n).
# A network of the same kind lies outside in one of twenty comparisons. SET lists its links twice:
# all, and the core without those it added last. Ours have all links.

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
from sparse_rnn.drawing.style import save_figure
from sparse_rnn.results.intervals import to_records
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.published.comparison import (
    compare_published,
    comparison_table,
    generated_series,
    name_differences,
)
from sparse_rnn.studies.published.figure import NOTHING, published_figure
from sparse_rnn.studies.published.runs_figure import published_runs_figure

enter_root()
pd.set_option("display.max_rows", None, "display.max_columns", None)
NAME = "11_published"
theirs_balance, theirs_motifs, balance, motifs, generated = (
    read_table(name, Path(tables) / f"{name}.csv")
    for name in (
        "published_balance",
        "published_motifs",
        "balance",
        "motifs",
        "balanced_networks",
    )
)
comparison = compare_published(theirs_balance, theirs_motifs, balance, motifs)
png = save_figure(published_figure(comparison), figures, NAME)
Image(png, width=900)

# %% [markdown]
# **How to read it.** A row per published network, and its η and the z of its eight loops as marks,
# on the scale of ours: 0 is our mean, and the grey band the prediction interval.

# %%
second = save_figure(
    published_runs_figure(theirs_balance, balance, comparison), figures, f"{NAME}_supplement"
)
Image(second, width=900)

# %% [markdown]
# **Supplement: along training, and loop by loop.** A row per task and model. Left: η along
# training, theirs as a line with markers over the mean and the range of ours. Right: z of the eight
# loops at the end of training against the paper's null model, theirs as markers, ours as bars. The
# table has the numbers; a dash stands where none of our networks is archived.

# %%
comparison_table(comparison)

# %% [markdown]
# **Generated networks.** Each series runs from a random network to a balanced one. The table gives
# η and the balanced share T of the type 030T, which holds most loops, at both ends of each series,
# and the rank correlation ρ of the two within it.

# %%
series = generated_series(theirs_balance, generated)
series.round(3)

# %%
unlike = name_differences(theirs_balance)
known = comparison.dropna(subset="inside")
inside = known.groupby("quantity", sort=False)["inside"].agg(["sum", "size"]).astype(int)
save_record(
    Path(figures) / f"{NAME}.json",
    {
        "profile": profile,
        "interval": "95 % prediction interval for one network, over seeds",
        "networks": len(theirs_balance),
        "published_comparison": to_records(comparison),
        "inside": to_records(inside.reset_index()),
        "series": to_records(series),
        "eta_unlike_the_name": to_records(unlike[["file", "named_eta", "eta"]]),
    },
)
if theirs_balance.empty:
    text = f"{NOTHING}: the data set was not asked for, or could not be had."
else:
    runs = known[known["listed"] == "all"]
    eta = runs[runs["quantity"] == "eta"]["inside"]
    loops = runs[runs["quantity"].str.startswith("z ")]["inside"]
    text = (
        f"{len(theirs_balance)} published networks were read. η at the end of training lies in the"
        f" interval of ours in {int(eta.sum())} of {len(eta)} conditions, and"
        f" {int(loops.sum())} of {len(loops)} z-scores do. The η in a file's name is that of this"
        f" census, rounded, for all generated networks but {len(unlike)}."
    )
display(Markdown(f"**In these tables (profile {profile})** {text}"))
