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
# # 4. Cause: do balanced networks learn better?
#
# **Claim.** Balance is not only what training leaves behind: networks *made* balanced before
# training perform better than random ones with the same degrees (Zhang, Moore, Yan and Li,
# *Communications Physics* 6, 2023,
# [doi:10.1038/s42005-023-01364-0](https://doi.org/10.1038/s42005-023-01364-0)).
#
# **Construction.** In each trial a random network with random signs is rewired by simulated
# annealing, which preserves the degrees of all nodes. Networks along the way have rising balance η.
# Each network learns the task with its structure fixed, in two arms. In the first the *recurrent
# weights are fixed* too, as in the paper, and only input weights, bias and readout learn. In the
# second, a control, the *recurrent weights are trained*.
#
# **What is shared.** All networks of a trial and seed have weights of the same sizes, the same
# initial input and readout weights and the same order of batches. They differ only in the places of
# their links and signs.

# %% tags=["parameters"]
tables = "data/reference/tables"
figures = "figures/reference"
profile = "reference"

# %%
from pathlib import Path

from IPython.display import Image, Markdown, display

from sparse_rnn.base.artifacts import save_record
from sparse_rnn.base.root import enter_root
from sparse_rnn.catalog import TASKS
from sparse_rnn.drawing.style import save_figure
from sparse_rnn.results.intervals import to_records
from sparse_rnn.results.quote import quote
from sparse_rnn.results.runs import without_diverged
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.balanced_networks.annealing_figure import annealing_trials_figure
from sparse_rnn.studies.balanced_networks.effect import (
    ARM_LABELS,
    POOLED,
    TRIAL_KEYS,
    change_intervals,
    changes,
    correlations,
)
from sparse_rnn.studies.balanced_networks.figure import balance_effect_figure

enter_root()
NAME = "04_balanced_networks"
results = read_table("balanced_networks", Path(tables) / "balanced_networks.csv")
annealing = read_table("annealing", Path(tables) / "annealing.csv")
png = save_figure(balance_effect_figure(results), figures, NAME)
Image(png, width=900)

# %% [markdown]
# **How to read it.** One panel per task and arm. Every mark is a network, placed by its balance η
# and its final test metric beside the mean of its trial: accuracies in percentage points on one
# axis, errors of Mackey–Glass as a ratio. An arrow points the way of better values. Shades of grey
# are trials; lines are least-squares fits to the networks of a trial, with 95 % t intervals. ρ is
# the mean of the trials' rank correlations, positive if balance helps, with its bootstrap interval,
# as claim C5 is judged. The final metric belongs to the last epoch, for hand gestures to the epoch
# with the best validation accuracy.
#
# **Random to balanced.** *Change* is the metric of the most balanced network of a series minus the
# metric of its random network. *Fitted* is the change along the straight line through all networks
# of the series. The interval of one trial is over its seeds, which share the networks. The pooled
# interval is over trials; each trial enters with its mean over seeds. ρ is Spearman's correlation
# of metric (mean over seeds) and η over the networks of a trial. Pooled, it is over the networks of
# all trials, although trials differ in the level of the metric. Beside it stands the correlation
# with T of 030T triads: these hold most loops, but η gives the few loops of 120D and 120U the same
# weight. Claim C5 ([09_claims](09_claims.ipynb)) is judged by the mean of the trials' ρ and the
# median of the fitted changes of trials and seeds, with bootstrap intervals over networks.

# %%
good = without_diverged(results)
changed = changes(good)
rho, rho_030t = correlations(good), correlations(good, "T_030T")
change, fitted = (change_intervals(changed, value) for value in ("change", "fitted"))
save_record(
    Path(figures) / f"{NAME}.json",
    {
        "profile": profile,
        "interval": "95 % t interval; of a trial over seeds, pooled over trials",
        "spearman_of_metric_and_eta": to_records(rho),
        "spearman_of_metric_and_T_030T": to_records(rho_030t),
        "change_from_random_to_balanced": to_records(change),
        "change_along_straight_line": to_records(fitted),
        "diverged": len(results) - len(good),
    },
)
shown = rho.rename(columns={"n": "networks", "rho": "ρ"}).round(2)
shown["ρ with T of 030T"] = rho_030t["rho"].round(2)
for heading, table in {"change": change, "fitted change": fitted}.items():
    quotes = [quote(*row) for row in table[["mean", "low", "high"]].itertuples(index=False)]
    shown = shown.merge(table[TRIAL_KEYS].assign(**{heading: quotes}), "left", TRIAL_KEYS)
display(shown)

# %%
lines = [f"**In these tables (profile {profile})**, random to balanced, pooled over trials:", ""]
for row in fitted[fitted["trial"] == POOLED].itertuples():
    ours = rho[(rho["task"] == row.task) & (rho["arm"] == row.arm)]
    trials = ours.loc[ours["trial"] != POOLED, "rho"]
    lines.append(
        f"- {TASKS[row.task].label}, {ARM_LABELS[row.arm]}: fitted change of"
        f" {TASKS[row.task].metric.split(' (')[0].lower()}"
        f" {quote(row.mean, row.low, row.high)} (n = {row.n} trials), ρ = {trials.mean():.2f}"
        f" (mean of trials: {', '.join(f'{value:.2f}' for value in trials)})."
    )
display(Markdown("\n".join(lines)))

# %% [markdown]
# **Supplement: how the networks were made.** Balance η and the energy of all links along each
# trial's run of annealing.

# %%
second = save_figure(annealing_trials_figure(annealing), figures, f"{NAME}_annealing")
Image(second, width=900)
