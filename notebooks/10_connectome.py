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
# # 10. Dale's principle explains most of the balance of a worm's wiring
#
# **Question.** Training makes balanced feed-forward loops frequent (notebook 02). Are they frequent
# in wiring that evolved?
#
# **Data.** The chemical synapses of *Caenorhabditis elegans* with signs that Fenyves, Szilagyi,
# Vassy, Soti and Csermely predicted from transmitters and receptors (*PLOS Computational Biology*
# 16, e1007974, 2020, [doi:10.1371/journal.pcbi.1007974](https://doi.org/10.1371/journal.pcbi.1007974),
# CC BY 4.0): 3638 connections, 1327 of them +, 425 −, 471 complex (both), 1415 without prediction.
# One connectome: n = 1. No interval here is about other worms.
#
# **Dale's principle.** A neuron releases the same transmitters at all its synapses, so that as a
# rule it excites all its targets or inhibits all. Then the links i→j and i→k of a loop agree in
# sign, and the loop is balanced if and only if j excites: with many excitatory neurons most loops
# are balanced, whoever is connected with whom. A null model that deals signs to links breaks this
# rule. It therefore measures Dale's principle, not balance.

# %% [markdown]
# **Four rules of sign.** *predicted*: + and − as published; complex and unpredicted links are left
# out. *majority*: the same links, but each neuron sends the sign that most of its links have.
# *glutamate_excites* and *glutamate_inhibits*: every link whose sender has a known transmitter (the
# first that is named): acetylcholine +, GABA −, and glutamate, which acts either way depending on
# the receptor, once + and once −. Self-loops do not count.
#
# **Null models that may answer.** *global-const* and *sign-permutation* deal signs to links.
# *no-regard* and *global-const-signed* rewire links, and each neuron keeps what it sends.
# *fixed-topology-signed* keeps links and signed degrees; where each neuron sends one sign no sign
# can move at all. *neuron-permutation*, for neurons of one sign only, keeps the links and exchanges
# the signs of whole neurons. Each null model gets as many swaps as it needs (below).
#
# **Rules of judgement**, for each rule of sign. They were written after a first look at this
# wiring, so they are no pre-registration.
#
# 1. η is above 97.5 % of the random networks (p ≤ 0.025), under null models that keep what neurons
#    send: no-regard, global-const-signed and, where it applies, neuron-permutation.
# 2. Under each null model that trained networks were compared with too, all eight loops deviate as
#    claimed: balanced ones are more frequent, unbalanced ones rarer.
# 3. The profile z / |z| (Milo et al. 2004) is as like the trained networks' mean profile (cosine)
#    as the least like of the trained networks is like the mean of the others.
#
# *Yes*: 1 holds under all these null models, and 2 and 3 hold. *No*: 1 holds under none. Otherwise
# *partly*. fixed-topology-signed is shown but has no say: it knows too few networks of the worm for
# such a p (below). Trained networks: Pruning II at the highest sparsity, all tasks and models.

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
from sparse_rnn.results.intervals import to_records
from sparse_rnn.results.quote import quoted
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.connectome.comparison import (
    PLACES,
    by_kind,
    likeness_table,
    profiles,
    trained_balance,
    trained_excess,
    trained_profiles,
    verdict,
    with_excess,
)
from sparse_rnn.studies.connectome.figure import connectome_figure

enter_root()
pd.set_option("display.max_rows", None)
NAME = "10_connectome"
balance, loops, neurons = (
    read_table(name, Path(tables) / f"{name}.csv")
    for name in ("connectome_balance", "connectome_motifs", "connectome_neurons")
)
motifs = read_table("motifs", Path(tables) / "motifs.csv")
controls = read_table("control_balance", Path(tables) / "control_balance.csv")
worm, trained = profiles(loops, ["rule", "null_model"]), trained_profiles(motifs)
trained_eta = trained_balance(controls)
nulls = ("sign-permutation", "global-const-signed")
png = save_figure(connectome_figure(balance, trained_eta, worm, trained, nulls), figures, NAME)
Image(png, width=900)

# %% [markdown]
# **How to read it.** Panel a: trained networks (blue) have more balance than the same networks with
# their signs shuffled (pale) or exchanged so that all signed degrees stay (dark grey). The worm's η
# by each rule of sign is a vertical line; the bars hold 95 % of its random networks. Pale null
# models deal signs to links; dark ones let each neuron keep what it sends. Panels b
# and c: profiles of the worm and of trained networks, scaled to the length 1. The table gives η,
# the mean of the random networks, the difference, z with its 95 % Monte Carlo interval, and p.

# %%
shown = with_excess(balance)
columns = ["rule", "null_model", "links", "negative", "eta", "mean", "excess", "z", "z_low"]
shown[[*columns, "z_high", "p_more"]].round(3)

# %% [markdown]
# **Swaps.** How many swaps per link were proposed and how many of them were taken; the share of the
# links that random networks still have with their sign; and whether chains agree that started from
# the worm and far from it. Without swaps networks are drawn at random from all there are. Nine
# swaps per link, enough for trained networks, would not do here: the mean number of loops would be
# 7 to 10 % too high under global-const and global-const-signed.

# %%
balance[["rule", "null_model", "swaps", "accepted_per_link", "overlap", "settled"]].round(3)

# %% [markdown]
# **Fixed topology.** Twelve links can change sign while links and signed degrees stay if signs are
# as predicted, which makes six networks, and none if each neuron sends one sign (column `movable`
# of the archived table). So fixed-topology-signed says next to nothing here; a missing z means that
# there is no other network. In trained networks, whose nodes send both signs, it is the strictest
# of the null models.
#
# **Trained networks.** By how much their η exceeds that of shuffled signs (sign-permutation) and of
# exchanged signs (fixed-topology-signed), mean and 95 % t interval over seeds:

# %%
excess = trained_excess(trained_eta)
quoted({null: rows for null, rows in excess.groupby("null_model", sort=False)})

# %% [markdown]
# **Profiles.** Cosine of the worm's profile with the mean of the trained networks; `lowest` is the
# least of the trained networks' own; `as_claimed` counts the loops, of eight, that deviate as
# claimed.

# %%
alike = likeness_table(loops, worm, trained)
alike.round(2)

# %% [markdown]
# **Who carries the balance.** Loops of transitive triads that contain neurons of each kind, the
# balanced share, and the kind's share of all memberships (a neuron of two kinds counts as the
# first). `first`, `middle` and `last`: its share of the neurons i, j and k of triads that are one
# loop i→j→k, i→k. Below, the ten neurons in most loops with the signs as predicted.

# %%
kinds = by_kind(neurons)
display(kinds.round(3))
top = neurons[neurons["rule"] == "predicted"].nlargest(10, "loops")
top = top.assign(share=top["balanced_loops"] / top["loops"])
top[["neuron", "kind", "loops", "share", *PLACES]].round(3)

# %%
answers = {
    rule: verdict(rows, alike[alike["rule"] == rule])
    for rule, rows in balance.groupby("rule", sort=False)
}
save_record(
    Path(figures) / f"{NAME}.json",
    {
        "profile": profile,
        "networks": int(balance["networks"].max()),
        "interval": "low to high: 95 % of the random networks, or 95 % t interval over seeds",
        "balance": to_records(shown),
        "likeness": to_records(alike),
        "trained_excess": to_records(excess),
        "kinds": to_records(kinds),
        "verdicts": answers,
    },
)
own = balance.set_index(["rule", "null_model"])["mean"]
lines = []
for rule, rows in balance.groupby("rule", sort=False):
    means = f"random networks with signs dealt to links {own[rule, nulls[0]]:.3f}"
    if (rule, "neuron-permutation") in own.index:
        means += f", with signs dealt to neurons {own[rule, 'neuron-permutation']:.3f}"
    lines.append(f"- *{rule}*: **{answers[rule]}** (η = {rows['eta'].iloc[0]:.3f}; {means}).")
text = (
    f"**In these tables (profile {profile})** the worm's wiring is balanced as trained wiring is:"
)
display(Markdown("\n".join([f"{text}\n", *lines])))
