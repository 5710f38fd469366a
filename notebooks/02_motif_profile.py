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
# # 2. Are balanced loops more frequent than chance?

# %% jupyter={"source_hidden": true} tags=["parameters", "hide-input"]
tables = "data/reference/tables"
figures = "figures/reference"
profile = "reference"
judge = True

# %% jupyter={"source_hidden": true} tags=["hide-input"]
from sparse_rnn.notebooks.page import Page, folded
from sparse_rnn.results.intervals import to_records
from sparse_rnn.results.quote import quoted
from sparse_rnn.results.runs import last_epoch
from sparse_rnn.studies.structure.profile_effect import agreement, kinds_of_loops, z_by_loop
from sparse_rnn.studies.structure.profile_figure import motif_figure
from sparse_rnn.studies.structure.profile_map import profile_map_figure

page = Page("02_motif_profile", tables, figures, profile, judge)
(every,) = page.read("motifs")
motifs = every[every["decides"]]
page.opening({"motifs": every}, "C3")

# %% [markdown]
# **Definitions.** A feed-forward loop is the triad $i \to j$, $j \to k$, $i \to k$ with no other
# link. It is *balanced* if the indirect path agrees in sign with the direct link,
# $\mathrm{sign}(w_{ij} w_{jk}) = \mathrm{sign}(w_{ik})$, and *unbalanced* otherwise. The z-score is
# $z = (N - \mu) / \sigma$: $N$ is the count in the network, $\mu$ and $\sigma$ are mean and
# standard deviation over random networks that preserve the degrees.
#
# The paper: Zhang, Moore, Yan and Li, *Communications Physics* 6, 2023,
# [doi:10.1038/s42005-023-01364-0](https://doi.org/10.1038/s42005-023-01364-0).

# %%
page.draw(profile_map_figure(last_epoch(motifs)))

# %% [markdown]
# **How to read it.** The z-scores after training: a column for each condition, a row for each loop.
# The claim is red above the white line and blue below it, in all columns. Colours go by $z$ up to 2
# and by its logarithm from there on. Dots: the interval of the mean holds 0. In a drawing $i$ is at
# the left, $j$ on top, $k$ at the right; a solid black arrow is a positive link, a dashed red line
# with a bar a negative one.

# %%
page.draw(motif_figure(motifs), "_supplement")

# %% [markdown]
# **Supplement: intervals, and before training.** One panel per task, model and sparsity; the eight
# loops on the x axis, the balanced ones left of the dotted line; $z$ on a symmetric logarithmic
# axis that all panels share. Filled markers are means over seeds after training with 95 % t
# intervals, faint open ones means before training (absent where a strategy starts dense: a dense
# network has no such triad, and no z-score). The grey band holds counts that lie no further from
# the mean than 95 % of the random networks do.

# %%
each, kinds = z_by_loop(motifs), kinds_of_loops(motifs)
counts = agreement(each)
page.save(
    interval="95 % t interval over seeds",
    null_model=", ".join(motifs["null_model"].unique()),
    z=to_records(each),
    mean_z_of_balanced=to_records(kinds["balanced"]),
    mean_z_of_unbalanced=to_records(kinds["unbalanced"]),
    balanced_less_unbalanced=to_records(kinds["difference"]),
    agreement=counts,
)
kinds["mean z, balanced"] = kinds.pop("balanced")
columns = {name: kinds[name] for name in ("mean z, balanced", "unbalanced", "difference")}
folded(quoted(columns), "mean z of each condition")

# %%
page.tell(
    "all four balanced loops have a positive and all four unbalanced ones a negative mean $z$ in"
    f" {counts['all_eight_signs_as_claimed']} of {counts['conditions']} conditions (task, model,"
    " strategy, sparsity; random sparse networks are among them)."
)
