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
# # 11. Would the published networks stand out among ours?

# %% jupyter={"source_hidden": true} tags=["parameters", "hide-input"]
tables = "data/reference/tables"
figures = "figures/reference"
profile = "reference"
judge = True

# %% jupyter={"source_hidden": true} tags=["hide-input"]
from sparse_rnn.notebooks.page import Page, folded
from sparse_rnn.results.intervals import to_records
from sparse_rnn.studies.published.comparison import (
    all_in_words,
    compare_published,
    comparison_table,
    etas_in_words,
    generated_series,
    inside_counts,
    name_differences,
)
from sparse_rnn.studies.published.figure import NOTHING, published_figure
from sparse_rnn.studies.published.runs_figure import published_runs_figure

page = Page("11_published", tables, figures, profile, judge)
theirs_balance, theirs_motifs, balance, motifs, generated = page.read(
    *("published_balance", "published_motifs", "balance", "motifs", "balanced_networks")
)
comparison = compare_published(theirs_balance, theirs_motifs, balance, motifs)
missing = f"{NOTHING}: the data set was not asked for, or could not be had."
ours = comparison.loc[comparison["quantity"] == "eta", "n"]
page.answer(
    "Would one of the authors' networks stand out among ours?",
    "the trained networks of the paper, one of each condition that its authors published",
    missing if theirs_balance.empty else etas_in_words(comparison),
    ours[ours > 0].to_list(),
)

# %% [markdown]
# **What was published.** The authors of the paper published one trained run for each of twelve
# conditions, and series of generated networks from random to balanced (those of Figure 7 of the
# paper).
#
# **Data.** [XinjieZhang/sparse-RNNs](https://github.com/XinjieZhang/sparse-RNNs) at the commit
# 739428a487dead322ac9a5f849abb27544386839 (MIT licence, © 2022 XinjieZhang). Every file is checked
# against its SHA-256. The code of that repository is not used: their networks go through the same
# census and the same null model as ours.
#
# **How theirs and ours are compared.** There is one published network of a condition, so the
# interval of ours is a 95 % prediction interval for one further network: $\bar{x} \pm t s \sqrt{1 +
# 1/n}$. A network of the same kind lies outside in one of twenty comparisons. SET lists its links
# twice: all, and the core without those it added last. Ours have all links.

# %%
page.draw(published_figure(comparison))

# %% [markdown]
# **How to read it.** A row per published network, with its $\eta$ and the $z$ of its eight loops as
# marks. A network that SET trained has two rows: all its links, and the core. The scale is that of
# ours: 0 is our mean, and the grey band, from −1 to 1, the 95 % prediction interval for one network
# of ours. n of ours stands below the figure and, for each row, in the table.

# %%
page.draw(published_runs_figure(theirs_balance, balance, comparison), "_supplement")

# %% [markdown]
# **Supplement: along training, and loop by loop.** A row per task and model. Left: $\eta$ along
# training, theirs as a line with markers, ours as the mean and the 95 % prediction interval for one
# network. Right: $z$ of the eight loops at the end of training against the paper's null model,
# theirs as markers, ours as means with bars for the same interval. The table has the numbers, ours
# with the same interval; a dash stands where none of our networks is archived.

# %%
folded(comparison_table(comparison), "theirs and ours, for each published run and its links")

# %% [markdown]
# **Generated networks.** Each series runs from a random network to a balanced one. The table gives
# $\eta$ and the balanced share $T$ of the type 030T, which holds most loops, at both ends of each
# series, and the rank correlation $\rho$ of the two within it.

# %%
series = generated_series(theirs_balance, generated)
folded(series.round(3), "balance at both ends of each series")

# %%
unlike = name_differences(theirs_balance)
page.save(
    interval="95 % prediction interval for one network, over seeds",
    networks=len(theirs_balance),
    published_comparison=to_records(comparison),
    inside=to_records(inside_counts(comparison)),
    series=to_records(series),
    eta_unlike_the_name=to_records(unlike[["file", "named_eta", "eta"]]),
)
page.tell(missing if theirs_balance.empty else all_in_words(theirs_balance, comparison))
