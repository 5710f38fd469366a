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
# # 6. The weights that pruning leaves, and what becomes of them
#
# **Question.** Magnitude pruning removes small weights; training then goes on. Do the remaining
# weights form two groups, positive and negative? Does the cut make these groups, or training? Do
# links keep the sign that they had at the last cut? Are the links of balanced feed-forward loops
# stronger than the links of unbalanced ones?
#
# **Definitions.** The last cut is the first snapshot at the final density (strategies that move
# links, and fixed networks, have it at the start). Hartigan's dip is the distance of a
# distribution from the nearest one with a single mode, p the chance of a dip as large from one
# mode ([doi:10.1214/aos/1176346577](https://doi.org/10.1214/aos/1176346577)). Cutting by
# magnitude alone leaves a gap at zero and thus two modes: training adds only the *difference*
# between the last cut and the end.
#
# The record of this notebook counts networks with p < 0.05. The claim on two modes (C2) is stricter
# and asks for p < 0.01.

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
from sparse_rnn.drawing.condition_panels import condition_title, sparsest
from sparse_rnn.drawing.style import save_figure
from sparse_rnn.results.intervals import summarise, to_records
from sparse_rnn.results.quote import quote, quoted
from sparse_rnn.results.runs import CONDITION, RUN, without_diverged
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.weights.figure import weights_figure

enter_root()
pd.set_option("display.max_rows", None)
NAME = "06_weights"
histograms, shapes, survival, links = (
    read_table(name, Path(tables) / f"{name}.csv")
    for name in ("weight_histograms", "weight_shapes", "sign_survival", "link_sizes")
)
png = save_figure(weights_figure(sparsest(histograms, ["pruning_2", "static"])), figures, NAME)
Image(png, width=900)

# %% [markdown]
# **How to read it.** One panel per task and model at its highest sparsity, for Pruning II and for
# random links that never change (all strategies are in the tables below). Densities, on a
# logarithmic scale, of all recurrent weights other than zero, of all seeds together: before
# training (dense, where links are cut later), after the last cut, after training.
#
# **Bimodality.** The table gives the dip at the three times, its change after the last cut (same
# seed), and the share of final links that had the same sign at the last cut: among all final links,
# and among the final links present at the last cut. (DeepR gives every possible link a fixed sign.)

# %%
good = without_diverged(shapes)
dip = good.pivot(index=RUN, columns="phase", values="dip").reset_index()
dip = dip.assign(change=dip["end"] - dip["pruned"])
bimodal = good.assign(bimodal=(good["p"] < 0.05).where(good["p"].notna()).astype(float))
by_phase = summarise(bimodal, "bimodal", [*CONDITION, "phase"])
change = summarise(dip, "change")
survivors = without_diverged(survival)
share, of_present = (summarise(survivors, value) for value in ("share", "share_of_present"))
quoted(
    {
        "dip before training": summarise(dip, "start"),
        "dip after last cut": summarise(dip, "pruned"),
        "dip at the end": summarise(dip, "end"),
        "end minus last cut": change,
        "there with the same sign, of all": share,
        "of those that were there": of_present,
    }
)

# %% [markdown]
# **Links by the loops they are in.** The mean size of the final weights, of sparse networks.

# %%
sizes = without_diverged(links)
kinds = {kind: summarise(rows, "mean_abs") for kind, rows in sizes.groupby("kind", sort=False)}
by_kind = sizes.pivot(index=RUN, columns="kind", values="mean_abs").reset_index()
only = ("in balanced loops only", "in unbalanced loops only")
stronger = summarise(by_kind.assign(difference=by_kind[only[0]] - by_kind[only[1]]), "difference")
save_record(
    Path(figures) / f"{NAME}.json",
    {
        "profile": profile,
        "interval": "95 % t interval over seeds",
        "dip": to_records(summarise(good, "dip", [*CONDITION, "phase"])),
        "share_of_networks_with_p_below_0.05": to_records(by_phase),
        "change_of_dip_after_last_cut": to_records(change),
        "share_of_signs_that_survive": to_records(share),
        "share_of_signs_that_survive_of_links_present": to_records(of_present),
        "mean_size_by_kind_of_link": to_records(summarise(sizes, "mean_abs", [*CONDITION, "kind"])),
        "balanced_only_minus_unbalanced_only": to_records(stronger),
    },
)
quoted({**kinds, "balanced only minus unbalanced only": stronger})

# %%
up, down = change[change["low"] > 0], change[change["high"] < 0]
fewest = of_present.dropna(subset="mean").nsmallest(1, "mean")
text = (
    f"**In these tables (profile {profile})** the dip grows after the last cut in {len(up)} of"
    f" {len(change)} conditions and shrinks in {len(down)} (95 % interval of the change, same seed,"
    " above or below zero). Links in balanced loops only are stronger than those in"
    f" unbalanced loops only in {int((stronger['low'] > 0).sum())} of {len(stronger)} sparse"
    f" conditions, weaker in {int((stronger['high'] < 0).sum())}."
)
for row in fewest.itertuples():
    text += (
        f" Of the links that were there, fewest keep their sign in {condition_title(*row[1:5])}:"
        f" {quote(row.mean, row.low, row.high)}, n = {row.n}."
    )
display(Markdown(text))
