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
# # 6. What becomes of the weights that pruning leaves?

# %% jupyter={"source_hidden": true} tags=["parameters", "hide-input"]
tables = "data/reference/tables"
figures = "figures/reference"
profile = "reference"
judge = True

# %% jupyter={"source_hidden": true} tags=["hide-input"]
from sparse_rnn.drawing.condition_panels import sparsest
from sparse_rnn.notebooks.page import Page, folded
from sparse_rnn.results.intervals import summarise, to_records
from sparse_rnn.results.quote import quoted, within
from sparse_rnn.results.runs import CONDITION, without_diverged
from sparse_rnn.studies.weights.effect import (
    changes_of_weights_in_words,
    dips,
    share_with_two_modes,
    sizes_by_kind,
    surviving_signs,
)
from sparse_rnn.studies.weights.figure import weights_figure

page = Page("06_weights", tables, figures, profile, judge)
histograms, shapes, survival, links = page.read(
    "weight_histograms", "weight_shapes", "sign_survival", "link_sizes"
)
page.opening({"weight_shapes": shapes, "sign_survival": survival}, "C2")

# %% [markdown]
# **Questions.** Magnitude pruning removes small weights; training then goes on. Do the remaining
# weights form two groups, positive and negative? Does the cut make these groups, or training? Do
# links keep the sign that they had at the last cut? Are the links of balanced feed-forward loops
# stronger than the links of unbalanced ones?
#
# **Definitions.** The last cut is the first snapshot at the final density (strategies that move
# links, and fixed networks, have it at the start). Hartigan's dip is the distance of a
# distribution from the nearest one with a single mode, $p$ the chance of a dip as large from one
# mode ([doi:10.1214/aos/1176346577](https://doi.org/10.1214/aos/1176346577)). Cutting by
# magnitude alone leaves a gap at zero and thus two modes: training adds only the *difference*
# between the last cut and the end.
#
# The record of this notebook counts networks with $p < 0.05$. The claim on two modes (C2) is
# stricter and asks for $p < 0.01$.
#
# The paper: Zhang, Moore, Yan and Li, *Communications Physics* 6, 2023,
# [doi:10.1038/s42005-023-01364-0](https://doi.org/10.1038/s42005-023-01364-0).

# %%
page.draw(weights_figure(sparsest(histograms, ["pruning_2", "static"])))

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
dip = dips(shapes)
share, of_present = surviving_signs(survival)
columns = {
    "dip before training": dip["start"],
    "dip after last cut": dip["pruned"],
    "dip at the end": dip["end"],
    "end minus last cut": dip["change"],
    "there with the same sign, of all": within(share),
    "of those that were there": within(of_present),
}
folded(quoted(columns), "dip and signs of each condition")

# %% [markdown]
# **Links by the loops they are in.** The mean size of the final weights, of sparse networks.

# %%
kinds, stronger = sizes_by_kind(links)
by_phase, by_kind = [*CONDITION, "phase"], [*CONDITION, "kind"]
page.save(
    interval="95 % t interval over seeds",
    dip=to_records(summarise(without_diverged(shapes), "dip", by_phase)),
    change_of_dip_after_last_cut=to_records(dip["change"]),
    share_of_signs_that_survive=to_records(share),
    share_of_signs_that_survive_of_links_present=to_records(of_present),
    mean_size_by_kind_of_link=to_records(summarise(without_diverged(links), "mean_abs", by_kind)),
    balanced_only_minus_unbalanced_only=to_records(stronger),
    **{"share_of_networks_with_p_below_0.05": to_records(share_with_two_modes(shapes))},
)
columns = {**kinds, "balanced only minus unbalanced only": stronger}
folded(quoted(columns), "mean size of the links of each condition")

# %%
page.tell(changes_of_weights_in_words(dip["change"], stronger, of_present))
