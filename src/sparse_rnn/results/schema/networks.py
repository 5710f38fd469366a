"""Tables of trained networks and of their controls."""

from __future__ import annotations

from dataclasses import replace

from sparse_rnn.results.schema import columns as c
from sparse_rnn.results.schema.declare import Column, Table

_RUN = tuple(column.name for column in c.RUN_COLUMNS)

NETWORK_TABLES = (
    Table(
        "history",
        "Training curves",
        "A row is one evaluation of one network during training.",
        (*_RUN, "epoch"),
        (*c.RUN_COLUMNS, *c.EVALUATION),
        "tables/history.csv",
    ),
    Table(
        "balance",
        "Balance along training",
        "A row is one network at one epoch.",
        (*_RUN, "epoch"),
        (*c.RUN_COLUMNS, c.EPOCH, c.ETA, *c.TRIAD_RATIOS, *c.TRIAD_COUNTS, c.DIVERGED),
        "tables/balance.csv",
    ),
    Table(
        "motifs",
        "Feed-forward loops against random networks",
        "A row is one signed feed-forward loop in one network, before or after training, compared"
        " with one null model.",
        (*_RUN, "epoch", "null_model", "signs"),
        (*c.RUN_COLUMNS, c.EPOCH, *c.MOTIF_COUNTS, c.NULL_MODEL, c.DECIDES, c.DIVERGED),
        "tables/motifs.csv",
    ),
    Table(
        "weight_histograms",
        "Distributions of weights",
        "A row is one bin of the distribution of one network's recurrent weights in one phase."
        " Networks of a condition have the same bins.",
        (*_RUN, "phase", "low"),
        (
            *c.RUN_COLUMNS,
            c.DIVERGED,
            c.PHASE,
            c.EPOCH,
            *c.BIN,
            Column("count", "integer", "Number of weights other than 0 in the bin.", "links"),
        ),
        "tables/weight_histograms.csv",
    ),
    Table(
        "weight_shapes",
        "Size and bimodality of weights",
        "A row is one network in one phase; self-loops count, absent links do not.",
        (*_RUN, "phase"),
        (
            *c.RUN_COLUMNS,
            c.DIVERGED,
            c.PHASE,
            c.EPOCH,
            Column("links", "integer", "Number of recurrent links.", "links"),
            c.MEAN_ABS,
            Column(
                "sd",
                "number",
                "Standard deviation of the weights; missing if there is no link.",
                missing=True,
            ),
            Column(
                "dip",
                "number",
                "Hartigan's dip: distance of the distribution from the nearest one with a single"
                " mode; missing for fewer than four links.",
                "fraction",
                missing=True,
            ),
            Column(
                "p",
                "number",
                "Probability of a dip at least as large if the distribution had one mode.",
                "fraction",
                missing=True,
            ),
        ),
        "tables/weight_shapes.csv",
    ),
    Table(
        "sign_survival",
        "Signs that survive training",
        "A row is one network: its final links, looked up at its last cut.",
        _RUN,
        (
            *c.RUN_COLUMNS,
            c.DIVERGED,
            replace(c.EPOCH, meaning="Epoch of the last cut; 0 if links are never cut."),
            Column("links", "integer", "Number of links after training.", "links"),
            Column("present", "integer", "Number of them that existed at the last cut.", "links"),
            Column("same_sign", "integer", "Number of them that had the same sign then.", "links"),
            Column(
                "share",
                "number",
                "same_sign over links; missing if there is no link.",
                "fraction",
                missing=True,
            ),
            Column(
                "share_of_present",
                "number",
                "same_sign over present; missing if no link was present.",
                "fraction",
                missing=True,
            ),
        ),
        "tables/sign_survival.csv",
    ),
    Table(
        "loop_effects",
        "Effects of feed-forward loops",
        "A row is one bin of the distribution of w_ij w_jk + w_ik over one sparse network's loops"
        " of one kind, after training. Networks of a condition have the same bins.",
        (*_RUN, "balanced", "low"),
        (
            *c.RUN_COLUMNS,
            c.DIVERGED,
            c.BALANCED,
            *c.BIN,
            Column("count", "integer", "Number of loops in the bin.", "loops"),
        ),
        "tables/loop_effects.csv",
    ),
    Table(
        "loop_sizes",
        "Sizes of the effects of loops",
        "A row is the loops of one kind in one sparse network after training.",
        (*_RUN, "balanced"),
        (
            *c.RUN_COLUMNS,
            c.DIVERGED,
            c.BALANCED,
            Column("loops", "integer", "Number of loops.", "loops"),
            Column(
                "mean_abs_effect",
                "number",
                "Mean of the absolute effect w_ij w_jk + w_ik; missing if there is no loop.",
                missing=True,
            ),
            Column(
                "mean_abs_direct",
                "number",
                "Mean of the absolute direct term w_ik; missing if there is no loop.",
                missing=True,
            ),
            Column(
                "mean_abs_indirect",
                "number",
                "Mean of the absolute indirect term w_ij w_jk; missing if there is no loop.",
                missing=True,
            ),
            Column(
                "tolerance",
                "number",
                "Error up to which the linear formula counts as valid.",
                "fraction",
            ),
            Column(
                "median_limit",
                "number",
                "State of node i up to which the linear formula is valid in an isolated loop,"
                " median over the loops; missing if there is none.",
                "state of a tanh node",
                missing=True,
            ),
            Column(
                "always_linear",
                "number",
                "Share of the loops for which it is valid at all states that were tried; missing if"
                " there is no loop.",
                "fraction",
                missing=True,
            ),
        ),
        "tables/loop_sizes.csv",
    ),
    Table(
        "link_sizes",
        "Sizes of weights by the loops of a link",
        "A row is the links of one kind in one sparse network after training.",
        (*_RUN, "kind"),
        (
            *c.RUN_COLUMNS,
            c.DIVERGED,
            Column(
                "kind",
                "string",
                "Feed-forward loops that the links belong to.",
                values=(
                    "in no loop",
                    "in balanced loops only",
                    "in unbalanced loops only",
                    "in both",
                ),
            ),
            Column("links", "integer", "Number of links.", "links"),
            c.MEAN_ABS,
            replace(
                c.MEAN_ABS,
                name="median_abs",
                meaning="Median absolute weight of these links; missing if there is none.",
            ),
        ),
        "tables/link_sizes.csv",
    ),
    Table(
        "control_balance",
        "Balance of controls",
        "A row is one network that was trained or made as a control.",
        (*_RUN, "control", "draw"),
        (
            *c.RUN_COLUMNS,
            c.CONTROL_NAME,
            c.DRAW,
            c.DIVERGED,
            c.ETA,
            *c.TRIAD_RATIOS,
            *c.TRIAD_COUNTS,
        ),
        "tables/control_balance.csv",
    ),
    Table(
        "control_motifs",
        "Feed-forward loops of controls against random networks",
        "A row is one signed feed-forward loop in the first draw of one control, compared with one"
        " null model.",
        (*_RUN, "control", "draw", "null_model", "signs"),
        (
            *c.RUN_COLUMNS,
            c.CONTROL_NAME,
            c.DRAW,
            c.DIVERGED,
            *c.MOTIF_COUNTS,
            c.NULL_MODEL,
            c.DECIDES,
        ),
        "tables/control_motifs.csv",
    ),
    Table(
        "balance_by_size",
        "Balance of a share of the links",
        "A row is what is left of one sparse network if a share of its links is kept.",
        (*_RUN, "kept", "share", "draw"),
        (
            *c.RUN_COLUMNS,
            c.DIVERGED,
            Column(
                "kept",
                "string",
                "Links that are kept: the strongest, those that have had their sign longest"
                " (snapshots; ties at random), or random ones.",
                values=("strongest", "oldest", "random"),
            ),
            Column("share", "number", "Share of the links that are kept.", "fraction"),
            c.DRAW,
            Column("links", "integer", "Number of links that are kept.", "links"),
            c.ETA,
        ),
        "tables/balance_by_size.csv",
    ),
)
