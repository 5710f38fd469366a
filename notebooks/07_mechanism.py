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
# # 7. The mechanism: in balanced loops the two paths add up
#
# **Claim.** In a feed-forward loop i→j→k, i→k, node i acts on k along two paths. For small states
# the effect over two steps is h_k / h_i = w_ij w_jk + w_ik: in a balanced loop both terms agree
# in sign and add up, in an unbalanced one they cancel (Zhang, Moore, Yan and Li, *Communications
# Physics* 6, 2023, [doi:10.1038/s42005-023-01364-0](https://doi.org/10.1038/s42005-023-01364-0)).
#
# **Definitions.** Every loop of every sparse network counts, even if its nodes have further links.
# Dense networks are left out, since any three of their nodes form loops. The isolated system has
# three tanh nodes; node i is held at a state h. The linear formula *holds* while its error,
# relative to |w_ij w_jk| + |w_ik|, stays within the tolerance.

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
from sparse_rnn.drawing.condition_panels import sparsest
from sparse_rnn.drawing.style import save_figure
from sparse_rnn.results.intervals import summarise, to_records
from sparse_rnn.results.quote import quoted
from sparse_rnn.results.runs import CONDITION, RUN, without_diverged
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.mechanism.figure import effects_figure, response_figure

enter_root()
pd.set_option("display.max_rows", None)
NAME = "07_mechanism"
effects, loops = (
    read_table(name, Path(tables) / f"{name}.csv") for name in ("loop_effects", "loop_sizes")
)
responses = read_table("triad_response", Path(tables) / "triad_response.csv")
tolerance = float(loops["tolerance"].iloc[0])
png = save_figure(effects_figure(sparsest(effects, ["pruning_2", "static"])), figures, NAME)
Image(png, width=900)

# %% [markdown]
# **How to read it.** One panel per task and model at its highest sparsity, for Pruning II and for
# random links that never change. Densities of w_ij w_jk + w_ik over all loops of all seeds after
# training, balanced and unbalanced loops apart, in units of the mean size of the condition's
# effects, so that all panels share their axes. Balanced loops reach further partly by arithmetic:
# terms of one sign add up. The table therefore gives the sizes of the two terms too. They would be
# equal in balanced and unbalanced loops if balance had nothing to do with the size of weights.

# %%
good = without_diverged(loops)
columns = {
    "mean_abs_effect": "mean |effect|",
    "mean_abs_direct": "mean |w_ik|",
    "mean_abs_indirect": "mean |w_ij w_jk|",
    "always_linear": "share always linear",
}
kinds = {True: "balanced", False: "unbalanced"}
summaries = {
    f"{label}, {kind}": summarise(good[good["balanced"] == key], column)
    for column, label in columns.items()
    for key, kind in kinds.items()
}
quoted(summaries)

# %% [markdown]
# **Supplement: three nodes alone.** The response h_k / h_i of isolated loops with weights of one
# size, against the state at which node i is held, times the sign of the direct link: so the four
# loops of a kind have one curve. Thin grey: the linear formula. A curve is faint where the formula
# does not hold.

# %%
second = save_figure(response_figure(responses, tolerance), figures, f"{NAME}_response")
Image(second, width=900)

# %%
worst = responses.groupby(["signs", "scale"])["error"].cummax()
limits = responses.assign(limit=responses["pulse"].where(worst <= tolerance, 0.0))
limits = limits.groupby(["signs", "scale"], sort=False)["limit"].max().reset_index()
pairs = {
    column: good.pivot(index=RUN, columns="balanced", values=column).reset_index()
    for column in columns
}
differences = {
    column: summarise(pair.assign(difference=pair[True] - pair[False]), "difference")
    for column, pair in pairs.items()
}
save_record(
    Path(figures) / f"{NAME}.json",
    {
        "profile": profile,
        "interval": "95 % t interval over seeds",
        "tolerance": tolerance,
        "loops": {
            column: to_records(summarise(good, column, [*CONDITION, "balanced"]))
            for column in [*columns, "median_limit"]
        },
        "balanced_minus_unbalanced": {k: to_records(d) for k, d in differences.items()},
        "largest_state_with_linear_response": to_records(limits),
    },
)
limits.pivot(index="signs", columns="scale", values="limit").reindex(limits["signs"].unique())

# %%
larger = {column: f"{int((d['low'] > 0).sum())} of {len(d)}" for column, d in differences.items()}
text = (
    f"**In these tables (profile {profile})** balanced loops have, on average over the loops of a"
    f" network, a larger effect than unbalanced ones in {larger['mean_abs_effect']} sparse"
    f" conditions (95 % interval of the difference above zero), a larger direct term in"
    f" {larger['mean_abs_direct']} and a larger indirect term in {larger['mean_abs_indirect']}. The"
    f" linear formula holds within {100 * tolerance:g} % at every state in"
    f" {100 * good['always_linear'].mean():.0f} % of all loops (mean over networks, isolated tanh"
    " nodes with the weights of the loop)."
)
largest = responses["pulse"].max()
for scale, rows in limits.groupby("scale"):
    least, most = rows["limit"].min(), rows["limit"].max()
    reach = f"up to a state of {least:.2f} to {most:.2f}, depending on the type"
    reach = "at every state" if least == largest else reach
    text += f" With weights of size {scale:g} it holds {reach}."
display(Markdown(text))
