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
# # 0. Start here: from a few signed links to a verdict
#
# Ten minutes to read, about half a minute to run on one core. This notebook goes from six links to
# the sentence that says whether a network is balanced, then does the same for a trained network and
# for one of yours, and ends with [the order in which to read the rest](#How-to-read-the-rest).

# %% tags=["parameters"]
epochs = 20
random_networks = 500
edge_list = "notebooks/example_network.tsv"
figures = "figures/start_here"

# %% jupyter={"source_hidden": true} tags=["hide-input"]
from pathlib import Path

import pandas as pd
from IPython.display import Markdown

import sparse_rnn as sr
from sparse_rnn.base.artifacts import save_record
from sparse_rnn.base.root import enter_root
from sparse_rnn.drawing.style import save_figure
from sparse_rnn.notebooks.page import folded, show
from sparse_rnn.notebooks.small_network import train_small_network
from sparse_rnn.results.intervals import to_records

enter_root()

# %% [markdown]
# ## 1. A network is a list of signed links
#
# Each link goes from one unit to another, and either excites ($+1$) or inhibits ($-1$). Here are
# six links between the units a to e.

# %%
links = pd.DataFrame(
    [("a", "b", 1), ("b", "c", 1), ("a", "c", 1), ("a", "d", 1), ("d", "e", -1), ("a", "e", 1)],
    columns=["source", "target", "sign"],
)
folded(links, "links")

# %% [markdown]
# ## 2. A loop is balanced if its two paths agree
#
# Three units with the links $i \to j$, $j \to k$ and $i \to k$ form a *feed-forward loop*: unit
# $i$ reaches $k$ on two paths. The loop is **balanced** if both push $k$ in the same direction,
# $\mathrm{sign}(w_{ij} w_{jk}) = \mathrm{sign}(w_{ik})$, and **unbalanced** if they oppose each
# other. Above, a→b→c and a→c agree. But a→d→e inhibits e, while a→e excites it: this loop is
# unbalanced. For each link, in how many loops it is, and how many of these are balanced:

# %%
few = sr.balance(links)
folded(few.links, "links with their loops")

# %% [markdown]
# The **global balance** $\eta$ is the share of balanced loops, averaged over the four transitive
# kinds of triads that occur. If signs are random it is one half.

# %%
Markdown(f"One loop of two is balanced: $\\eta$ = **{few.eta:.2f}**.")

# %% [markdown]
# ## 3. Count the eight kinds of loops
#
# Three signs make eight kinds of loops, four balanced and four unbalanced. The next network has 128
# units. This project trained it to tell hand gestures apart, and cut nineteen of twenty links.

# %%
given = sr.census(edge_list, networks=int(random_networks))
counts = ["signs", "balanced", "count", "mean", "sd", "z"]
folded(given.table[counts].round(2), "the eight kinds of loops")

# %% [markdown]
# ## 4. Compare with chance
#
# Is a count of 36 many? That depends on what chance gives. Chance is a *null model*: random
# networks in which every unit keeps the numbers of its incoming and outgoing links. Over these
# networks a count has the `mean` $\mu$ and the standard deviation `sd` $\sigma$, and
# $z = (N - \mu) / \sigma$ tells how far from chance the count $N$ is. Beyond $\pm 1.96$, outside
# the grey band, it is rare by chance.

# %%
png = save_figure(given.plot(), figures, "00_start_here_given")
show(
    png,
    "z-scores of the eight feed-forward loops of the example network, balanced ones on the left,"
    " each with its count; the numbers are in the table above.",
)

# %% [markdown]
# ## 5. The verdict
#
# All of this in one sentence. The first number counts the kinds of balanced loops that are more
# frequent than by chance (corrected for eight tests).

# %%
Markdown(f"> {given.verdict}\n\nThe global balance is $\\eta$ = **{given.eta:.2f}**.")

# %% [markdown]
# ## 6. Where does balance come from?
#
# Nothing in the training asks for it. To see it arise, train a network: 64 units learn three
# cognitive tasks at once: point to where a light is, to where it was, to the stronger of two. After
# each epoch the weakest recurrent links are cut, until halfway one in ten is left (Pruning II, one
# of four strategies). `before` and `after` are the recurrent weights, `W[i, j]` for the link
# $i \to j$; only their signs count.

# %%
network = train_small_network(int(epochs))

# %%
trained = sr.census(network.after, networks=int(random_networks))
png = save_figure(trained.plot(), figures, "00_start_here_trained")
show(
    png,
    "z-scores of the eight feed-forward loops of the network that was just trained, balanced ones"
    " on the left, each with its count.",
)

# %%
eta_before, motifs = sr.balance(network.before).eta, trained.table
Markdown(
    f"Training took the share of right answers from {network.right[0]:.2f} to"
    f" {network.right[1]:.2f} and the global balance $\\eta$ from {eta_before:.2f} to"
    f" **{trained.eta:.2f}**. Its loops, judged as above:\n\n> {trained.verdict}"
)

# %% [markdown]
# One network proves little. The other notebooks ask the same of every task, strategy and seed, and
# judge by intervals over the networks of a condition, which differ by their seed alone.
#
# ## 7. The same for a network of yours
#
# All it takes is a list of links: source, target, and sign or weight, a link per line. Put your
# file in the place of `edge_list` in the first cell. `sparse-rnn census --help` lists what else is
# read, and `sr.read`, `sr.census` and the others take the name of a file as well as an array of
# weights, a table of links or a graph of networkx.

# %%
print(*Path(edge_list).read_text(encoding="utf-8").splitlines()[:6], sep="\n")

# %% [markdown]
# `given.table` holds the numbers; `given.to_json()` writes them with all that they depend on.
# Random networks of the same kind, a network with less balance, and the nodes that take part in
# most balanced loops:

# %%
chance = sr.null_networks(edge_list, "global-const", 3)
print("eta of three random networks:", *(f"{sr.balance(graph).eta:.2f}" for graph in chance))
less = sr.anneal(edge_list, target=0.6, seed=1)
print(less.found.summary)
most = sr.balance(edge_list).nodes.sort_values("balanced_loops", ascending=False)
folded(most.head(3).round(2), "nodes in most balanced loops")

# %% [markdown]
# The same without Python, which needs neither torch nor this repository's workflow
# (`pip install .` is enough):
#
# ```
# sparse-rnn census notebooks/example_network.tsv --out results
# sparse-rnn balance notebooks/example_network.tsv
# sparse-rnn census --help
# ```
#
# What the command prints:

# %%
from sparse_rnn.cli import main

exit_code = main(["census", edge_list, "--networks", str(random_networks)])

# %% [markdown]
# **What to keep in mind.** Which random networks you compare with decides what is surprising;
# `sparse-rnn census --help` lists the null models and what each keeps. Signs that go by the node
# (excitatory and inhibitory cells) call for one that keeps each node's signed degrees and moves
# links, `--null global-const-signed`. The strictest, `fixed-topology-signed`, keeps all links and
# moves the signs alone; where every node sends links of one sign only, none can move.

# %% jupyter={"source_hidden": true} tags=["hide-input"]
save_record(
    Path(figures) / "00_start_here.json",
    {
        "epochs": int(epochs),
        "right_answers": dict(zip(("before", "after"), network.right, strict=True)),
        "eta": {"before": eta_before, "after": trained.eta, "given": given.eta},
        "motifs": to_records(motifs),
        "given_motifs": to_records(given.table),
    },
)

# %% [markdown]
# ## How to read the rest
#
# Each notebook opens with its question. Where this is a claim, our verdict follows, the number of
# the middle condition, and the conditions in which the claim is not reproduced. Notebooks 07, 10
# and 11 ask what is no claim and open with an answer, without a verdict, and notebook 09 with the
# number of claims that hold. Intervals are quoted as far as values are possible: those of a share
# or an accuracy end at 0 and 1.
#
# 1. [Notebook 02](02_motif_profile.ipynb): are balanced loops more frequent than chance, in every
#    task and with every strategy? The main claim.
# 2. [Notebook 03](03_balance_rises.ipynb): does balance rise during training?
# 3. [Notebook 01](01_performance.ipynb): do these sparse networks do their task at all?
# 4. [Notebook 08](08_controls.ipynb): does balance come from training, or from which links are cut?
# 5. [Notebook 06](06_weights.ipynb): what becomes of the weights, whose signs all this rests on?
# 6. [Notebook 07](07_mechanism.ipynb): what might balance be good for? Its two paths add up.
# 7. [Notebook 04](04_balanced_networks.ipynb): is it good for anything? Networks made balanced
#    before they are trained.
# 8. [Notebook 05](05_lesions.ipynb): and the reverse: trained networks that lose unbalanced loops.
# 9. [Notebook 09](09_claims.ipynb): all claims, limits and verdicts in one figure and one table.
# 10. [Notebook 11](11_published.ipynb): would the authors' own networks stand out among ours?
# 11. [Notebook 10](10_connectome.ipynb): is the wiring of a worm balanced too?
#
# Terms: [glossary](../docs/glossary.md). What holds and what does not, with all exceptions:
# [findings](../docs/findings.md).
