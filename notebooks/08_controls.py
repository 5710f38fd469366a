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
# # 8. Does balance come from training, from selection by size, or from both?

# %% jupyter={"source_hidden": true} tags=["parameters", "hide-input"]
tables = "data/reference/tables"
figures = "figures/reference"
profile = "reference"
judge = True

# %% jupyter={"source_hidden": true} tags=["hide-input"]
from sparse_rnn.notebooks.page import Page, folded
from sparse_rnn.results.intervals import summarise, to_records
from sparse_rnn.results.quote import quoted
from sparse_rnn.results.runs import CONDITION, mean_z
from sparse_rnn.studies.controls.balance_by_size import (
    PART,
    less_any,
    mean_over_draws,
    nearest_half,
    strong_and_old_links_in_words,
)
from sparse_rnn.studies.controls.by_size_figure import balance_by_size_figure
from sparse_rnn.studies.controls.conditions_figure import control_conditions_figure
from sparse_rnn.studies.controls.contrasts import (
    by_run,
    contrast_table,
    controls_in_rows,
    places_in_words,
)
from sparse_rnn.studies.controls.figure import controls_figure

page = Page("08_controls", tables, figures, profile, judge)
balance, motifs, parts = page.read("control_balance", "control_motifs", "balance_by_size")
null = motifs.loc[motifs["decides"], "null_model"].iloc[0]
eta, z = by_run(balance, "eta"), mean_z(motifs, "control", "null_model")
page.opening({"control_motifs": motifs}, "C8")

# %% [markdown]
# **Why it is asked.** The paper (Zhang, Moore, Yan and Li, *Communications Physics* 6, 2023,
# [doi:10.1038/s42005-023-01364-0](https://doi.org/10.1038/s42005-023-01364-0)) shows that networks
# which were *trained and pruned* are balanced. These controls, which it lacks, separate training
# from pruning.
#
# **Controls.** *Untrained* and *dense trained* networks are cut once to the final density, by
# size (the smallest $|w|$ go) or at random. *Random pruning* cuts links at random during training,
# on the schedule of Pruning II. *Random sparse* networks have fixed links and train their weights.
# Every sparse trained network is also measured with its *signs shuffled* over its links, and with
# its *signs exchanged* such that every node keeps its numbers of positive and negative links in and
# out.
#
# **Size and age.** Signs alone need not show what training did to the weights: a link grown a
# moment ago counts as much as the strongest link. Balance is therefore also measured in the
# *strongest* links alone, in the *oldest*, which have had their sign longest, and in as many of
# *any* kind.

# %%
by_null = z[z["null_model"] == null]
page.draw(controls_figure(eta, by_null, null))

# %% [markdown]
# **How to read it.** A row per control. Left $\eta$ (at the dashed line every second loop is
# balanced, as with random signs), right the mean $z$ of the four balanced and of the four
# unbalanced loops. Pale marks are conditions (task, model, sparsity; means over seeds), and their
# number stands behind the name of the row. Not every strategy ran in every condition. A bold mark
# is therefore the mean over the conditions that all rows of its group share (their number stands
# below the figure), so that rows of a group compare; rows of two groups need not. A random control
# enters with its mean $\eta$ over its draws, and with the $z$ of its first draw.

# %%
page.draw(control_conditions_figure(eta, by_null, null), "_supplement")

# %% [markdown]
# **Supplement: every condition.** Two panels per task, model and sparsity: $\eta$ left (at the
# dashed line every second loop is balanced, as with random signs), and right the mean $z$ of the
# four balanced and of the four unbalanced loops. Controls cut from dense networks come first, then
# each strategy: as trained, with its signs shuffled, with its signs exchanged. Marks are means over
# seeds, lines 95 % t intervals.

# %%
arms = [*CONDITION, "control"]
eta_summary = summarise(eta, "eta", arms)
z_summary = summarise(z, "z", [*arms, "balanced", "null_model"])
folded(controls_in_rows(eta_summary, z_summary, null), "balance of each condition and control")

# %% [markdown]
# **Contrasts.** Differences in $\eta$ between two arms, seed by seed (all arms of a seed start from
# the same weights), where both exist.

# %%
contrasts, of_parts = contrast_table(balance), mean_over_draws(parts)
of_any = less_any(of_parts)
page.save(
    interval="95 % t interval over seeds",
    eta=to_records(eta_summary),
    z=to_records(z_summary),
    contrasts=to_records(contrasts),
    eta_by_share_of_links=to_records(summarise(of_parts, "eta", [*CONDITION, *PART])),
    eta_less_that_of_any_links=to_records(of_any),
)
page.tell(f"n pairs of networks of one seed:\n\n{places_in_words(contrasts)}")

# %% [markdown]
# **Supplement: the strongest links.** $\eta$ of a trained network if only its strongest links are
# kept (markers), or as many links of any size (dashed, mean over draws). Where the markers rise to
# the right, strong links are more balanced than weak links.

# %%
page.draw(balance_by_size_figure(of_parts), "_by_size")

# %%
half = nearest_half(of_any)
page.tell(strong_and_old_links_in_words(half))

# %%
differences = {f"η of the {kept} less any": rows for kept, rows in half.groupby("kept")}
folded(quoted(differences), "η of the strongest and the oldest links less any")
