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
# # 0. Start here: train a small sparse network, count its loops, then count in a network of yours
#
# Five minutes to read, about half a minute to run on one core. The other notebooks read tables
# that the workflow made; this one is the exception and trains a network itself.
#
# **The question.** When three units are linked as i→j, j→k and i→k, unit i reaches k on two ways.
# Such a *feed-forward loop* is **balanced** if both push k in the same direction,
# sign(w_ij w_jk) = sign(w_ik), and **unbalanced** if they work against each other. Does training a
# sparse recurrent network make it prefer balanced loops, though nothing in its loss asks for it?

# %% tags=["parameters"]
epochs = 20
random_networks = 500
edge_list = "notebooks/example_network.tsv"
figures = "figures/start_here"

# %% [markdown]
# ## Train
#
# A recurrent network of 64 units learns three cognitive tasks at once: point to where a light is,
# to where it was, to the stronger of two. After each epoch the weakest recurrent links are cut,
# until halfway one in ten is left (Pruning II, one of four strategies).

# %%
from pathlib import Path

import torch
from IPython.display import Image, Markdown, display

from sparse_rnn.base.root import enter_root
from sparse_rnn.config import Condition, load_yaml, overlay, training_settings
from sparse_rnn.training.condition import build
from sparse_rnn.training.loop import train

enter_root()
torch.set_num_threads(1)  # as in the workflow: the same numbers on any machine of this kind
condition = Condition(task="mtc", model="rnn", strategy="pruning_2", sparsity=0.9)
smaller = {
    "seeds": [1],
    "strategies": {"pruning_2": {"first": {"default": 1}}},
    "tasks": {
        "mtc": {
            "hidden": 64,
            "activation": "tanh",
            "epochs": int(epochs),
            "learning_rate": 0.002,
            "batch_size": 32,
            "data": {
                "rules": ["fdgo", "delaygo", "dm1"],
                "batches_per_epoch": 15,
                "eval_batches_per_rule": 2,
                "eval_batch_size": 16,
            },
        }
    },
}
paper = load_yaml("workflow/config/paper.yaml")
loop = build(condition, training_settings(overlay(paper, smaller), condition), raw=Path("data/raw"))
train(loop, lambda loop: print(".", end=""))
before, after = loop.snapshots[0][0].numpy(), loop.snapshots[loop.epoch][0].numpy()
right = [rows[0, 3].item() for rows in (loop.history[0], loop.history[-1])]

# %% [markdown]
# `before` and `after` are the recurrent weights, W[i, j] for the link i→j. From here on only their
# signs count.
#
# ## Count
#
# There are eight kinds of feed-forward loops, by the signs of w_ij, w_jk and w_ik. How many of each
# kind are there, and how many would there be by chance? Chance is a *null model*: random networks
# in which every unit keeps the number of its incoming and outgoing links.

# %%
import sparse_rnn as sr

trained = sr.census(after, networks=int(random_networks))
display(trained)

# %%
from sparse_rnn.drawing.style import save_figure

Image(save_figure(trained.plot(), figures, "00_start_here_trained"), width=900)

# %% [markdown]
# ## Interpret
#
# `z` is how many standard deviations a count lies from its mean over the random networks. Balanced
# loops are on the left. A z beyond the grey band is rare by chance. The picture of the whole is one
# number, the **global balance η**: the share of balanced loops, averaged over the four transitive
# kinds of triads; random signs give one half.

# %%
eta_before, eta_after = sr.balance(before).eta, trained.eta
motifs = trained.table
above = int((motifs["z"] > 0)[motifs["balanced"]].sum())
below = int((motifs["z"] < 0)[~motifs["balanced"]].sum())
text = (
    f"Training took the share of right answers from {right[0]:.2f} to {right[1]:.2f} and the global"
    f" balance from {eta_before:.2f} to **{eta_after:.2f}**. Of the four balanced loops {above} are"
    f" more frequent than by chance, of the four unbalanced ones {below} are less so."
)
display(Markdown(text))

# %% [markdown]
# One network proves little. [`02_motif_profile`](02_motif_profile.ipynb) and
# [`03_balance_rises`](03_balance_rises.ipynb) ask the same of every task, strategy and seed.
#
# ## The same for a network of yours
#
# All it takes is a list of links: source, target, and sign or weight, a link per line.
# `sparse-rnn census --help` lists what else is read, and `sr.read`, `sr.census` and the others take
# the name of a file as well as an array of weights or a graph of networkx. The example is a larger
# network that this project trained to tell hand gestures apart; put your own file in its place.

# %%
print(*Path(edge_list).read_text(encoding="utf-8").splitlines()[:6], sep="\n")

# %%
given = sr.census(edge_list, networks=int(random_networks))
Image(save_figure(given.plot(), figures, "00_start_here_given"), width=900)

# %% [markdown]
# `given.table` holds the numbers, and `given.verdict` says in one sentence what differs from
# chance; `given.to_json()` writes both, with all that they depend on. Random networks of the same
# kind, a network with less balance, and the nodes that take part in most balanced loops:

# %%
print(given.verdict)
chance = sr.null_networks(edge_list, "global-const", 3)
print("eta of three random networks:", *(f"{sr.balance(graph).eta:.2f}" for graph in chance))
less = sr.anneal(edge_list, target=0.6, seed=1)
print(less.found.summary)
sr.balance(edge_list).nodes.sort_values("balanced_loops", ascending=False).head(3)

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

# %%
from sparse_rnn.base.artifacts import save_record
from sparse_rnn.results.intervals import to_records

save_record(
    Path(figures) / "00_start_here.json",
    {
        "epochs": int(epochs),
        "right_answers": {"before": right[0], "after": right[1]},
        "eta": {"before": eta_before, "after": eta_after, "given": given.eta},
        "motifs": to_records(motifs),
        "given_motifs": to_records(given.table),
    },
)
