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
# # 10. Is a worm's wiring balanced as trained wiring is?

# %% jupyter={"source_hidden": true} tags=["parameters", "hide-input"]
tables = "data/reference/tables"
figures = "figures/reference"
profile = "reference"
judge = True

# %% jupyter={"source_hidden": true} tags=["hide-input"]
from sparse_rnn.notebooks.page import Page, folded
from sparse_rnn.results.intervals import to_records
from sparse_rnn.results.quote import quoted
from sparse_rnn.studies.connectome.comparison import (
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
from sparse_rnn.studies.connectome.listing import (
    DEALING,
    KEEPING,
    answers_in_words,
    neurons_table,
    swaps_table,
    wiring_table,
    with_rule_labels,
    worm_in_words,
)

page = Page("10_connectome", tables, figures, profile, judge)
balance, loops, neurons = page.read("connectome_balance", "connectome_motifs", "connectome_neurons")
motifs, controls = page.read("motifs", "control_balance")
worm, trained = profiles(loops, ["rule", "null_model"]), trained_profiles(motifs)
trained_eta, alike = trained_balance(controls), likeness_table(loops, worm, trained)
answers = {
    rule: verdict(rows, alike[alike["rule"] == rule])
    for rule, rows in balance.groupby("rule", sort=False)
}
page.answer(
    "Is a worm's wiring balanced as trained wiring is?",
    "nothing in the paper: the question is ours",
    worm_in_words(balance, answers),
    [],
)

# %% [markdown]
# **Why it is asked.** Training makes balanced feed-forward loops frequent ([notebook
# 02](02_motif_profile.ipynb)). Are they frequent in wiring that evolved?
#
# **Data.** The chemical synapses of *Caenorhabditis elegans* with signs that Fenyves, Szilagyi,
# Vassy, Soti and Csermely predicted from transmitters and receptors (*PLOS Computational Biology*
# 16, e1007974, 2020,
# [doi:10.1371/journal.pcbi.1007974](https://doi.org/10.1371/journal.pcbi.1007974), CC BY 4.0): 3638
# connections, 1327 of them +, 425 −, 471 complex (both), 1415 without prediction. One connectome: n
# = 1. No interval here is about other worms.
#
# **Dale's principle.** A neuron releases the same transmitters at all its synapses, so that as a
# rule it excites all its targets or inhibits all. Then the links $i \to j$ and $i \to k$ of a loop
# agree in sign, and the loop is balanced if and only if $j$ excites: with many excitatory neurons
# most loops are balanced, whoever is connected with whom. A null model that deals signs to links
# breaks this rule. It therefore measures Dale's principle, not balance.

# %% [markdown]
# **Four rules of sign.** *Signs as predicted*: + and − as published; complex and unpredicted links
# are left out. *One sign per neuron*: the same links, but each neuron sends the sign that most of
# its links have. *By transmitter, glutamate +* and *glutamate −*: every link whose sender has a
# known transmitter (the first that is named): acetylcholine +, GABA −, and glutamate, which acts
# either way depending on the receptor, once + and once −. Self-loops do not count.
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
# 1. $\eta$ is above 97.5 % of the random networks ($p \le 0.025$), under null models that keep what
#    neurons send: no-regard, global-const-signed and, where it applies, neuron-permutation.
# 2. Under each null model that trained networks were compared with too, all eight loops deviate as
#    claimed: balanced ones are more frequent, unbalanced ones rarer.
# 3. The profile $z / |z|$ (Milo et al. 2004) is as like the trained networks' mean profile (cosine)
#    as 95 % of the trained networks are like the mean of the others: not below the 5 % quantile of
#    these likenesses (median-unbiased estimator; Hyndman and Fan 1996, definition 8). The least
#    like of all would depend on how many were trained.
#
# *Yes*: 1 holds under all these null models, and 2 and 3 hold. *No*: 1 holds under none. Otherwise
# *partly*. fixed-topology-signed is shown but has no say: it knows too few networks of the worm for
# such a p (below). Trained networks: Pruning II at the highest sparsity, all tasks and models.

# %%
page.draw(connectome_figure(balance, trained_eta, worm, trained, (DEALING, KEEPING)))

# %% [markdown]
# **How to read it.** Panel a, above. Blue: trained networks (Pruning II), mean and range of the n
# networks of a task and model; n stands below the panels. Pale: the same networks with their signs
# shuffled; dark grey: with their signs exchanged so that all signed degrees stay. Below, the worm:
# a black line is its $\eta$ by a rule of sign, bars hold 95 % of its random networks, marks are
# their means. Pale: signs are dealt to links; dark grey: neurons keep what they send. Panels b and
# c: profiles of the worm (signs as predicted; black) and of all trained networks (blue, mean and
# range), scaled to the length 1. The table gives $\eta$, the mean of the random networks, the
# difference, $z$ with its 95 % Monte Carlo interval, and $p$.

# %%
excess_of_worm = with_excess(balance)
folded(wiring_table(excess_of_worm), "balance of the worm beside random networks")

# %% [markdown]
# **Swaps.** How many swaps per link were proposed and how many of them were taken; the share of the
# links that random networks still have with their sign; and whether chains agree that started from
# the worm and far from it. Without swaps networks are drawn at random from all there are. Nine
# swaps per link, enough for trained networks, would not do here: the mean number of loops would be
# 7 to 10 % too high under global-const and global-const-signed.

# %%
folded(swaps_table(balance), "how well the random networks are mixed")

# %% [markdown]
# **Fixed topology.** Twelve links can change sign while links and signed degrees stay if signs are
# as predicted, which makes six networks, and none if each neuron sends one sign (column `movable`
# of the archived table). So fixed-topology-signed says next to nothing here; a missing $z$ means
# that there is no other network. In trained networks, whose nodes send both signs, it is the
# strictest of the null models.
#
# **Trained networks.** By how much their $\eta$ exceeds that of shuffled signs (sign-permutation)
# and of exchanged signs (fixed-topology-signed), mean and 95 % t interval over seeds:

# %%
excess = trained_excess(trained_eta)
columns = {null: rows for null, rows in excess.groupby("null_model", sort=False)}
folded(quoted(columns), "excess of balance of trained networks")

# %% [markdown]
# **Profiles.** Cosine of the worm's profile with the mean of the trained networks; `percentile_5`
# is the 5 % quantile of the trained networks' own; `as_claimed` counts the loops, of eight, that
# deviate as claimed.

# %%
folded(
    with_rule_labels(alike.round(2)), "likeness of the worm's profile to that of trained networks"
)

# %% [markdown]
# **Who carries the balance.** Loops of transitive triads that contain neurons of each kind, the
# balanced share, and the kind's share of all memberships (a neuron of two kinds counts as the
# first). `first`, `middle` and `last`: its share of the neurons $i$, $j$ and $k$ of triads that are
# one loop $i \to j \to k$, $i \to k$. Below, the ten neurons in most loops with the signs as
# predicted.

# %%
kinds = by_kind(neurons)
folded(with_rule_labels(kinds.round(3)), "memberships of loops by kind of neuron")

# %%
folded(neurons_table(neurons), "neurons in most loops")

# %%
page.save(
    networks=int(balance["networks"].max()),
    interval="low to high: 95 % of the random networks, or 95 % t interval over seeds",
    balance=to_records(excess_of_worm),
    likeness=to_records(alike),
    trained_excess=to_records(excess),
    kinds=to_records(kinds),
    verdicts=answers,
)
words = "the worm's wiring is balanced as trained wiring is:"
page.tell(f"{words}\n\n{answers_in_words(balance, answers)}")
