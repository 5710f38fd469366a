"""Tables of networks that were made for a purpose: balanced ones, lesioned ones, isolated loops."""

from __future__ import annotations

from dataclasses import replace

from sparse_rnn.results.schema import columns as c
from sparse_rnn.results.schema.declare import Column, Table

_DEFINED_ETA = replace(
    c.ETA,
    meaning="Global balance η: mean of T over the transitive triad types that occur.",
    missing=False,
)
_LEVEL = Column("level", "integer", "Place of the network in its series; 0 is the random network.")
_SEED = replace(c.SEED, meaning="Seed of the sizes of weights, the other weights and the batches.")
_BALANCED_NETWORK = (c.TASK, c.ARM, c.TRIAL, _LEVEL, _SEED)
_NAMES = tuple(column.name for column in _BALANCED_NETWORK)

INTERVENTION_TABLES = (
    Table(
        "triad_response",
        "Responses of isolated feed-forward loops",
        "A row is one isolated loop of three tanh nodes, its weights all of one size, at one state"
        " of node i.",
        ("signs", "scale", "pulse"),
        (
            c.LOOP_SIGNS,
            Column("scale", "number", "Absolute weight of all three links."),
            Column("pulse", "number", "State h_i at which node i is held.", "state of a tanh node"),
            Column("response", "number", "State of node k two steps later over that of i."),
            Column("linear", "number", "Linear prediction w_ij w_jk + w_ik of the response."),
            Column(
                "error",
                "number",
                "Absolute difference of the two over the sum of the absolute terms w_ij w_jk and"
                " w_ik.",
                "fraction",
            ),
        ),
        "tables/triad_response.csv",
    ),
    Table(
        "annealing",
        "Runs of simulated annealing",
        "A row is one step of the schedule in one run from a random towards a balanced network.",
        ("task", "trial", "proposals"),
        (
            Column("proposals", "integer", "Exchanges proposed so far.", "exchanges"),
            Column("accepted", "integer", "Exchanges accepted so far.", "exchanges"),
            Column("beta", "number", "Inverse temperature β.", "1 / energy"),
            _DEFINED_ETA,
            Column(
                "energy",
                "number",
                "Energy of all links: sum of the absolute difference of 1 and the balanced share of"
                " the link's loops.",
            ),
            Column("loops", "integer", "Feed-forward loops in transitive triads.", "loops"),
            replace(c.TASK, meaning="Task that the networks are made for."),
            c.TRIAL,
        ),
        "tables/annealing.csv",
    ),
    Table(
        "balanced_networks",
        "Performance of networks from random to balanced",
        "A row is one network of a series, trained once.",
        _NAMES,
        (
            *_BALANCED_NETWORK,
            _DEFINED_ETA,
            *c.TRIAD_RATIOS,
            replace(
                c.ETA,
                name="eta_after",
                meaning="Global balance η of the weights after training; missing if no transitive"
                " triad occurs.",
            ),
            c.FINAL_METRIC,
            c.DIVERGED,
        ),
        "tables/balanced_networks.csv",
    ),
    Table(
        "balanced_networks_history",
        "Training curves of networks from random to balanced",
        "A row is one evaluation of one network of a series during training.",
        (*_NAMES, "epoch"),
        (*_BALANCED_NETWORK, _DEFINED_ETA, *c.EVALUATION),
        "",
    ),
    Table(
        "tangent_loops_history",
        "Training curves of networks with tangent loops",
        "A row is one evaluation of one network with tangent loops during training.",
        ("task", "network", "epoch"),
        (c.TASK, c.NETWORK_SEED, *c.EVALUATION),
        "",
    ),
    Table(
        "lesions",
        "Performance after lesions",
        "A row is one trained network with tangent loops after one removal of three links.",
        ("task", "network", "kind", "order", "removed"),
        (
            c.TASK,
            c.NETWORK_SEED,
            Column(
                "kind",
                "string",
                "What is removed: unbalanced loops, balanced loops or three random links at a"
                " time.",
                values=("unbalanced", "balanced", "random"),
            ),
            Column("order", "integer", "Number of the random order of removal, from 1."),
            Column("removed", "integer", "Loops removed so far; 0 is the whole network.", "loops"),
            Column("size", "number", "Sum of the absolute weights removed so far."),
            Column("metric", "number", "Test metric of what is left.", "of the metric"),
        ),
        "tables/lesions.csv",
    ),
)
