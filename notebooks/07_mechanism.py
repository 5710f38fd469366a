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
# # 7. Do the two paths of a balanced loop add up?

# %% jupyter={"source_hidden": true} tags=["parameters", "hide-input"]
tables = "data/reference/tables"
figures = "figures/reference"
profile = "reference"
judge = True

# %% jupyter={"source_hidden": true} tags=["hide-input"]
from sparse_rnn.drawing.condition_panels import sparsest
from sparse_rnn.notebooks.page import Page, folded
from sparse_rnn.results.intervals import summarise, to_records
from sparse_rnn.results.quote import quoted
from sparse_rnn.results.runs import CONDITION, without_diverged
from sparse_rnn.studies.mechanism.effect import (
    SIZES,
    balanced_less_unbalanced,
    effect_in_words,
    limits_table,
    linear_limits,
    paths_in_words,
    sizes_of_loops,
)
from sparse_rnn.studies.mechanism.figure import effects_figure, response_figure

page = Page("07_mechanism", tables, figures, profile, judge)
effects, loops, responses = page.read("loop_effects", "loop_sizes", "triad_response")
good, tolerance = without_diverged(loops), float(loops["tolerance"].iloc[0])
differences = balanced_less_unbalanced(good)
page.answer(
    "Does node i of a balanced loop reach node k further, since its two paths add up?",
    "what the paper says of the effect of one node on another along the two paths of a loop",
    effect_in_words(differences),
    differences["mean_abs_effect"]["n"].to_list(),
)

# %% [markdown]
# **The idea.** In a feed-forward loop $i \to j \to k$, $i \to k$, node $i$ acts on $k$ along two
# paths. For small states the effect over two steps is $h_k / h_i = w_{ij} w_{jk} + w_{ik}$: in a
# balanced loop both terms agree in sign and add up, in an unbalanced one they cancel (Zhang, Moore,
# Yan and Li, *Communications Physics* 6, 2023,
# [doi:10.1038/s42005-023-01364-0](https://doi.org/10.1038/s42005-023-01364-0)).
#
# **Definitions.** Every loop of every sparse network counts, even if its nodes have further links.
# Dense networks are left out, since any three of their nodes form loops. The isolated system has
# three tanh nodes; node $i$ is held at a state $h$. The linear formula *holds* while its error,
# relative to $|w_{ij} w_{jk}| + |w_{ik}|$, stays within the tolerance.

# %%
page.draw(effects_figure(sparsest(effects, ["pruning_2", "static"])))

# %% [markdown]
# **How to read it.** One panel per task and model at its highest sparsity, for Pruning II and for
# random links that never change. Densities of $w_{ij} w_{jk} + w_{ik}$ over all loops of all seeds
# after training, balanced and unbalanced loops apart, in units of the mean size of the condition's
# effects, so that all panels share their axes; the line below the panels says how many loops lie
# beyond the axis. Balanced loops reach further partly by arithmetic: terms of one sign add up. The
# table therefore gives the sizes of the two terms too. They would be equal in balanced and
# unbalanced loops if balance had nothing to do with the size of weights.

# %%
folded(quoted(sizes_of_loops(good)), "mean sizes of the effect and of its two terms")

# %% [markdown]
# **Supplement: three nodes alone.** The response $h_k / h_i$ of isolated loops with weights of one
# size, against the state at which node $i$ is held, times the sign of the direct link: so the four
# loops of a kind have one curve. Dashes and width of a curve tell the size of the weights. Thin
# grey: the linear formula. A curve is faint where the formula does not hold.

# %%
page.draw(response_figure(responses, tolerance), "_response")

# %%
limits = linear_limits(responses, tolerance)
columns = [*SIZES, "median_limit"]
by_kind = {name: summarise(good, name, [*CONDITION, "balanced"]) for name in columns}
page.save(
    interval="95 % t interval over seeds",
    tolerance=tolerance,
    loops={name: to_records(rows) for name, rows in by_kind.items()},
    balanced_minus_unbalanced={name: to_records(rows) for name, rows in differences.items()},
    largest_state_with_linear_response=to_records(limits),
)
folded(limits_table(limits), "largest state with a linear response")

# %%
page.tell(paths_in_words(differences, good, limits, responses, tolerance))
