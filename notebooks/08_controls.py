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
# # 8. Controls: does balance come from training, from selection by size, or from both?
#
# **Question.** The paper shows that networks which were *trained and pruned* are balanced. These
# controls, which the paper lacks, separate training from pruning.
#
# **Controls.** *Untrained* and *dense trained* networks are cut once to the final density, by
# size (the smallest |w| go) or at random. *Random pruning* cuts links at random during training, on
# the schedule of Pruning II. *Random sparse* networks have fixed links and train their weights.
# Every sparse trained network is also measured with its *signs shuffled* over its links, and with
# its *signs exchanged* such that every node keeps its numbers of positive and negative links in and
# out.
#
# **Size without selection.** Signs alone need not show what training did to the weights: a link
# grown a moment ago counts as much as the strongest link. Balance is therefore also measured in the
# *strongest* links alone, and in as many links of *any* size.

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
from sparse_rnn.drawing.grid import Cell
from sparse_rnn.drawing.style import save_figure
from sparse_rnn.results.intervals import summarise, to_records
from sparse_rnn.results.quote import quoted
from sparse_rnn.results.runs import CONDITION, mean_z
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.controls.balance_by_size import PART, mean_over_draws, strongest_less_any
from sparse_rnn.studies.controls.by_size_figure import balance_by_size_figure
from sparse_rnn.studies.controls.conditions_figure import control_conditions_figure
from sparse_rnn.studies.controls.contrasts import (
    CUT_LABELS,
    PLACE,
    SIGN_LABELS,
    by_run,
    contrast_table,
    contrasts_in_words,
)
from sparse_rnn.studies.controls.figure import controls_figure
from sparse_rnn.studies.controls.measure import SHUFFLE

enter_root()
pd.set_option("display.max_rows", None)
NAME = "08_controls"
balance = read_table("control_balance", Path(tables) / "control_balance.csv")
motifs = read_table("control_motifs", Path(tables) / "control_motifs.csv")
null = motifs.loc[motifs["decides"], "null_model"].iloc[0]
eta = by_run(balance, "eta")
z = mean_z(motifs, "control", "null_model")
by_null = z[z["null_model"] == null]
png = save_figure(controls_figure(eta, by_null, null), figures, NAME)
Image(png, width=900)

# %% [markdown]
# **How to read it.** A row per control. Left η (at the dashed line every second loop is balanced,
# as with random signs), right the mean z of the four balanced and of the four unbalanced loops.
# Pale marks are conditions (task, model, sparsity; means over seeds), bold ones their mean. A
# random control enters with its mean η over its draws, and with the z of its first draw.

# %%
second = save_figure(control_conditions_figure(eta, by_null, null), figures, f"{NAME}_supplement")
Image(second, width=900)

# %% [markdown]
# **Supplement: every condition.** Two panels per task, model and sparsity: η left (at the dashed
# line every second loop is balanced, as with random signs), and right the mean z of the four
# balanced and of the four unbalanced loops. Controls cut from dense networks come first, then each
# strategy: as trained, with its signs shuffled, with its signs exchanged. Marks are means over
# seeds, lines 95 % t intervals.

# %%
LABELS = CUT_LABELS | SIGN_LABELS
arms = [*CONDITION, "control"]
eta_summary = summarise(eta, "eta", arms)
z_summary = summarise(z, "z", [*arms, "balanced", "null_model"])


def shown(control):
    """Return the quoted columns of one control."""
    columns = {"η": eta_summary[eta_summary["control"] == control]}
    for name in dict.fromkeys((null, SHUFFLE)):
        for key, kind in {True: "balanced", False: "unbalanced"}.items():
            rows = z_summary[z_summary["null_model"] == name]
            rows = rows[(rows["control"] == control) & (rows["balanced"] == key)]
            columns[f"z {kind}, {name}"] = rows
    return quoted(columns).assign(control=LABELS[control])


controls = [name for name in LABELS if name in set(eta["control"])]
pd.concat([shown(control) for control in controls], ignore_index=True)

# %% [markdown]
# **Contrasts.** Differences in η between two arms, seed by seed (all arms of a seed start from
# the same weights), where both exist.

# %%
contrasts = contrast_table(balance)
parts = read_table("balance_by_size", Path(tables) / "balance_by_size.csv")
of_parts = mean_over_draws(parts)
weakest_out = strongest_less_any(of_parts)
save_record(
    Path(figures) / f"{NAME}.json",
    {
        "profile": profile,
        "interval": "95 % t interval over seeds",
        "eta": to_records(eta_summary),
        "z": to_records(z_summary),
        "contrasts": to_records(contrasts),
        "eta_by_share_of_links": to_records(summarise(of_parts, "eta", [*CONDITION, *PART])),
        "eta_of_strongest_less_any": to_records(weakest_out),
    },
)
lines = [f"**In these tables (profile {profile})**, n pairs of networks of one seed:", ""]
for place, rows in contrasts.groupby(PLACE, sort=False):
    lines.append(f"- {Cell(*place, rows).title}: {contrasts_in_words(rows)}")
display(Markdown("\n".join(lines)))

# %% [markdown]
# **Supplement: the strongest links.** η of a trained network if only its strongest links are kept
# (markers), or as many links of any size (dashed, mean over draws). Where the markers rise to the
# right, strong links are more balanced than weak links.

# %%
Image(save_figure(balance_by_size_figure(of_parts), figures, f"{NAME}_by_size"), width=900)

# %%
half = weakest_out[weakest_out["share"] == min(weakest_out["share"], key=lambda s: abs(s - 0.5))]
up = half["low"] > 0
text = (
    f"**In these tables (profile {profile})** the strongest {half['share'].iloc[0]:.0%} of the"
    " links are more balanced than as many of any size, interval above 0, in"
    f" {up.sum()} of {len(half)} conditions (task, model, strategy, sparsity)."
)
display(Markdown(text))
quoted({"η of the strongest less any": half})
