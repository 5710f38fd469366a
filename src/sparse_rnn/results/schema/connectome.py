"""Tables of the wiring of a worm."""

from __future__ import annotations

from dataclasses import replace

from sparse_rnn.graphs.nulls.models import NULL_MODELS
from sparse_rnn.results.schema import columns as c
from sparse_rnn.results.schema.declare import Column, Table

_RULE = Column(
    "rule",
    "string",
    "Rule by which links get their signs: as predicted in the publication, the sign that each"
    " neuron sends most, or the neuron's transmitter, with glutamate + or −.",
    values=("predicted", "majority", "glutamate_excites", "glutamate_inhibits"),
)
_NULL = replace(
    c.NULL_MODEL,
    meaning="Null model that the random networks come from; neuron-permutation keeps the links and"
    " exchanges the signs of neurons that send one sign each.",
    values=(*NULL_MODELS, "neuron-permutation"),
)
_Z_INTERVAL = tuple(
    Column(
        name,
        "number",
        f"{end} end of the 95 % interval in which z lies with any number of random networks;"
        " missing if sd is 0.",
        "standard deviations",
        missing=True,
    )
    for name, end in (("z_low", "Lower"), ("z_high", "Upper"))
)

CONNECTOME_TABLES = (
    Table(
        "connectome_balance",
        "Balance of a worm's wiring",
        "A row is the chemical synapses of C. elegans with the signs of one rule, compared with one"
        " null model.",
        ("rule", "null_model"),
        (
            _RULE,
            _NULL,
            Column("published", "integer", "Connections that were published.", "links"),
            Column("nodes", "integer", "Neurons with a link.", "neurons"),
            Column("links", "integer", "Links with a sign, without self-loops.", "links"),
            Column("negative", "integer", "Number of them that are negative.", "links"),
            Column(
                "movable",
                "integer",
                "Number of them that can change sign while all links and signed degrees stay.",
                "links",
            ),
            replace(c.ETA, missing=False, meaning="Global balance η of the wiring."),
            Column("mean", "number", "Mean η of the random networks.", "fraction"),
            Column("sd", "number", "Standard deviation of that η.", "fraction"),
            Column("low", "number", "Its quantile 0.025.", "fraction"),
            Column("high", "number", "Its quantile 0.975.", "fraction"),
            Column(
                "z",
                "number",
                "z-score (eta − mean) / sd; 0 or missing if sd is 0.",
                "standard deviations",
                missing=True,
            ),
            *_Z_INTERVAL,
            Column(
                "p_more",
                "number",
                "Empirical p-value: share of networks at least as balanced, the wiring included.",
                "fraction",
            ),
            Column("networks", "integer", "Number of random networks.", "networks"),
            Column(
                "swaps",
                "number",
                "Swaps proposed per link, as many as the null model needs for this wiring; 0 where"
                " networks are drawn without a chain.",
                "swaps",
            ),
            Column(
                "accepted_per_link",
                "number",
                "Swaps taken per link, mean over the random networks.",
                "swaps",
            ),
            Column(
                "overlap",
                "number",
                "Share of the links that random networks still have with their sign, mean.",
                "fraction",
            ),
            Column(
                "settled",
                "boolean",
                "Whether chains that started apart agree at the end, or none was needed.",
            ),
        ),
        "tables/connectome_balance.csv",
    ),
    Table(
        "connectome_motifs",
        "Feed-forward loops of a worm's wiring against random networks",
        "A row is one signed feed-forward loop in the wiring with the signs of one rule, compared"
        " with one null model.",
        ("rule", "null_model", "signs"),
        (
            _RULE,
            _NULL,
            *c.MOTIF_COUNTS,
            *_Z_INTERVAL,
            Column(
                "profile",
                "number",
                "z scaled so that the eight loops have the length 1; missing if z is infinite.",
                missing=True,
            ),
        ),
        "tables/connectome_motifs.csv",
    ),
    Table(
        "connectome_neurons",
        "Feed-forward loops by neuron of a worm",
        "A row is one neuron with the signs of one rule.",
        ("rule", "neuron"),
        (
            _RULE,
            Column("neuron", "string", "Name of the neuron."),
            Column("kind", "string", "Its kind as published: what it does, in lower case."),
            Column(
                "loops",
                "integer",
                "Feed-forward loops in transitive triads that contain the neuron.",
                "loops",
            ),
            Column("balanced_loops", "integer", "Number of them that are balanced.", "loops"),
            *(
                Column(
                    name,
                    "integer",
                    f"Triads that are one loop i→j→k, i→k (030T) and whose {node} the neuron is.",
                    "loops",
                )
                for name, node in (("first", "i"), ("middle", "j"), ("last", "k"))
            ),
        ),
        "tables/connectome_neurons.csv",
    ),
)
