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
# **Question.** The paper shows that networks which were *trained and pruned* are balanced. Here
# the two are taken apart; the paper has no such controls.
#
# **Controls.** *Untrained* and *dense trained* networks are cut once to the final density, by
# size (small |w| go) or at random. *Random pruning* cuts links at random while training, on the
# schedule of Pruning II; *Random sparse* networks have fixed links and train their weights. And
# every sparse trained network is measured again with its *signs shuffled* over its links, and
# with its *signs exchanged* such that every node keeps its numbers of positive and negative links
# in and out.
#
# **And size without selection.** A trained network need not show in its signs alone what training
# did to its weights: a link that was grown a moment ago counts as much as the strongest. So balance
# is measured again in the *strongest* links alone, and in as many of *any* size.

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
from sparse_rnn.drawing.grid import Cell
from sparse_rnn.drawing.style import save_figure
from sparse_rnn.results.intervals import CONDITION, summarise, to_records, with_defined_z
from sparse_rnn.results.quote import quoted
from sparse_rnn.studies.controls.balance_by_size import PART, mean_over_draws, strongest_less_any
from sparse_rnn.studies.controls.by_size_figure import BY_SIZE, balance_by_size_figure
from sparse_rnn.studies.controls.claim import null_of_the_census
from sparse_rnn.studies.controls.contrasts import PLACE, by_run, contrast_table, in_words
from sparse_rnn.studies.controls.figure import BALANCE, CUTS, MOTIFS, SIGNS, controls_figure
from sparse_rnn.studies.controls.measure import SHUFFLE

enter_root()
pd.set_option("display.max_rows", None)
NAME = "08_controls"
balance = load_table(Path(tables) / "control_balance.csv", BALANCE)
motifs = with_defined_z(load_table(Path(tables) / "control_motifs.csv", MOTIFS))
null = null_of_the_census(motifs)
eta = by_run(balance, "eta")
z = by_run(motifs, "z", "balanced", "null")
png = save_figure(controls_figure(eta, z[z["null"] == null], null), figures, NAME)
Image(png, width=900)

# %% [markdown]
# **How to read it.** Two panels per task, model and sparsity: η left (at the dashed line every
# second loop is balanced, as with random signs), the mean z of the four balanced and of the four
# unbalanced loops right. Controls that are cut from dense networks come first, then each
# strategy: as it is, with its signs shuffled, with its signs exchanged. Means and 95 % t
# intervals over seeds; a random control enters with its mean η over its draws, and with the z of
# its first draw.

# %%
arms = [*CONDITION, "control"]
eta_summary = summarise(eta, "eta", arms)
z_summary = summarise(z, "z", [*arms, "balanced", "null"])


def shown(control):
    """Return the quoted columns of one control."""
    columns = {"η": eta_summary[eta_summary["control"] == control]}
    for name in dict.fromkeys((null, SHUFFLE)):
        for key, kind in {True: "balanced", False: "unbalanced"}.items():
            rows = z_summary[z_summary["null"] == name]
            rows = rows[(rows["control"] == control) & (rows["balanced"] == key)]
            columns[f"z {kind}, {name}"] = rows
    what = CUTS.get(control) or SIGNS[control][0]
    return quoted(columns).assign(control=what)


controls = [name for name in (*CUTS, *SIGNS) if name in set(eta["control"])]
pd.concat([shown(control) for control in controls], ignore_index=True)

# %% [markdown]
# **Contrasts.** Differences in η between two arms, seed by seed (all arms of a seed start from
# the same weights), where both exist.

# %%
contrasts = contrast_table(balance)
parts = load_table(Path(tables) / "balance_by_size.csv", BY_SIZE)
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
    lines.append(f"- {Cell(*place, rows).title}: {in_words(rows)}")
display(Markdown("\n".join(lines)))

# %% [markdown]
# **The strongest links.** η of what is left if only the strongest links of a trained network are
# kept (markers), or as many of any size (dashed, mean over draws). Where the markers rise to the
# right, strong links are more balanced than weak ones.

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
