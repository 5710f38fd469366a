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
# # 2. Balanced feed-forward loops are motifs of trained sparse networks
#
# **Claim.** Networks that training made sparse contain the four *balanced* signed feed-forward
# loops more often than random networks of the same degrees, and the four *unbalanced* loops less
# often, whatever the task and strategy (Zhang, Moore, Yan and Li, *Communications Physics* 6,
# 2023, [doi:10.1038/s42005-023-01364-0](https://doi.org/10.1038/s42005-023-01364-0)).
#
# **Definitions.** A feed-forward loop is the triad i→j, j→k, i→k with no other link. It is balanced
# if the indirect path agrees in sign with the direct link, sign(w_ij w_jk) = sign(w_ik). The
# z-score is (count − mean) / standard deviation, with mean and standard deviation over random
# networks that preserve the degrees.

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
from sparse_rnn.graphs.motifs import BALANCED_SIGNS
from sparse_rnn.results.intervals import summarise, to_records
from sparse_rnn.results.quote import quoted
from sparse_rnn.results.runs import (
    CONDITION,
    RUN,
    last_epoch,
    mean_z,
    with_defined_z,
    without_diverged,
)
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.structure.profile_figure import motif_figure
from sparse_rnn.studies.structure.profile_map import profile_map_figure

enter_root()
pd.set_option("display.max_rows", None)
NAME = "02_motif_profile"
every = read_table("motifs", Path(tables) / "motifs.csv")
motifs = every[every["decides"]]
after = last_epoch(motifs)
png = save_figure(profile_map_figure(after), figures, NAME)
Image(png, width=900)

# %% [markdown]
# **How to read it.** The z-scores after training: a column for each condition, a row for each loop.
# The claim is red above the white line and blue below it, in all columns. Colours go by z up to 2
# and by its logarithm from there on. Dots: the interval of the mean holds 0. In a drawing i is at
# the left, j on top, k at the right; a solid black arrow is a positive link, a dashed red line with
# a bar a negative one.

# %%
second = save_figure(motif_figure(motifs), figures, f"{NAME}_supplement")
Image(second, width=900)

# %% [markdown]
# **Supplement: intervals, and before training.** One panel per task, model and sparsity; the eight
# loops on the x axis, the balanced ones left of the dotted line; z on a symmetric logarithmic axis
# that all panels share. Filled markers are means over seeds after training with 95 % t intervals,
# faint open ones means before training (absent where a strategy starts dense: a dense network has
# no such triad, and no z-score). The grey band holds counts that lie no further from the mean than
# 95 % of the random networks do.

# %%
final = with_defined_z(without_diverged(after[after["strategy"] != "dense"]))
each = summarise(final, "z", [*CONDITION, "signs"])
# every run enters once: the mean z of its four balanced loops, and of its four unbalanced ones
by_run = mean_z(final).pivot(index=RUN, columns="balanced", values="z")
by_run = by_run.rename(columns={True: "balanced", False: "unbalanced"}).reset_index()
by_run["difference"] = by_run["balanced"] - by_run["unbalanced"]
balanced, unbalanced, difference = (
    summarise(by_run, name) for name in ("balanced", "unbalanced", "difference")
)

as_claimed = (each["mean"] > 0) == each["signs"].isin(BALANCED_SIGNS)
agreement = {
    "conditions": len(balanced),
    "all_eight_signs_as_claimed": int(as_claimed.groupby([each[k] for k in CONDITION]).all().sum()),
}
save_record(
    Path(figures) / f"{NAME}.json",
    {
        "profile": profile,
        "interval": "95 % t interval over seeds",
        "null_model": ", ".join(motifs["null_model"].unique()),
        "z": to_records(each),
        "mean_z_of_balanced": to_records(balanced),
        "mean_z_of_unbalanced": to_records(unbalanced),
        "balanced_less_unbalanced": to_records(difference),
        "agreement": agreement,
    },
)
quoted({"mean z, balanced": balanced, "unbalanced": unbalanced, "difference": difference})

# %%
text = (
    f"**In these tables (profile {profile})** all four balanced loops have a positive and all four"
    f" unbalanced ones a negative mean z in {agreement['all_eight_signs_as_claimed']} of"
    f" {agreement['conditions']} conditions (task, model, strategy, sparsity; random sparse"
    " networks are among them)."
)
display(Markdown(text))
