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
# annealing, which keeps the degrees of all nodes, and networks are kept on the way at rising
# balance η. On each of them the task is trained with the structure fixed, in two arms: the
# *recurrent weights fixed* as well, as in the paper, so that only input weights, bias and readout
# learn; and, as a control, the *recurrent weights trained*.
#
# **What is shared.** All networks of a trial and seed have the same sizes of weights at the same
# places, the same initial input and readout weights and the same order of batches. What differs is
# where the links and their signs are.

# %% tags=["parameters"]
tables = "data/reference/tables"
figures = "figures/reference"
profile = "reference"

# %%
from pathlib import Path

from IPython.display import Image, Markdown, display

from sparse_rnn.base.artifacts import load_table, save_record
from sparse_rnn.base.root import enter_root
from sparse_rnn.drawing.style import TASKS, save_figure
from sparse_rnn.results.intervals import to_records, without_diverged
from sparse_rnn.results.quote import quote
from sparse_rnn.studies.balanced_networks.annealing_figure import annealing_trials_figure
from sparse_rnn.studies.balanced_networks.effect import (
    POOLED,
    TRIAL,
    change_intervals,
    changes,
    correlations,
)
from sparse_rnn.studies.balanced_networks.figure import ARMS, balance_effect_figure

enter_root()
NAME = "04_balanced_networks"
KEYS = ["task", "arm", "trial", "level", "seed", "eta", "T_030T", "metric", "diverged"]
results = load_table(Path(tables) / "balanced.csv", KEYS)
annealing = load_table(
    Path(tables) / "annealing.csv", ["task", "trial", "proposals", "eta", "energy"]
)
png = save_figure(balance_effect_figure(results), figures, NAME)
Image(png, width=900)

# %% [markdown]
# **How to read it.** One panel per task and arm; every mark is a network, at its balance η and with
# the test metric that training on it reached (accuracy is better when high, the mean squared error
# of Mackey–Glass when low). Colours are trials. The lines are least squares through the networks
# of a trial. The final metric is that of the last epoch; for hand gestures that of the epoch with
# the best validation accuracy.
#
# **Random to balanced.** *Change* is the metric of the most balanced network of a series less that
# of the random one it began with; *fitted* is the change along the straight line through all
# networks of the series. An interval of one trial is over its seeds, which share the networks;
# the pooled one is over trials, each entering with its mean over seeds. ρ is Spearman's
# correlation of metric (mean over seeds) and η over the networks of a trial, and, pooled, over
# those of all trials, whose levels of the metric differ; beside it that with T of 030T triads,
# which hold most loops, while η gives the few loops of 120D and 120U the same weight. The claim
# (C5, [09_claims](09_claims.ipynb)) is judged by the mean of the trials' ρ and the median of the
# fitted changes of trials and seeds, with intervals of a bootstrap over networks.

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
    shown = shown.merge(table[TRIAL].assign(**{heading: quotes}), "left", TRIAL)
display(shown)

# %%
lines = [f"**In these tables (profile {profile})**, random to balanced, pooled over trials:", ""]
for row in fitted[fitted["trial"] == POOLED].itertuples():
    ours = rho[(rho["task"] == row.task) & (rho["arm"] == row.arm)]
    trials = ours.loc[ours["trial"] != POOLED, "rho"]
    lines.append(
        f"- {TASKS[row.task].label}, {ARMS[row.arm]}: fitted change of"
        f" {TASKS[row.task].metric.split(' (')[0].lower()}"
        f" {quote(row.mean, row.low, row.high)} (n = {row.n} trials), ρ = {trials.mean():.2f}"
        f" (mean of trials: {', '.join(f'{value:.2f}' for value in trials)})."
    )
display(Markdown("\n".join(lines)))

# %% [markdown]
# **How the networks were made.** Balance η and the energy of all links along each trial's run of
# annealing.

# %%
second = save_figure(annealing_trials_figure(annealing), figures, f"{NAME}_annealing")
Image(second, width=900)
