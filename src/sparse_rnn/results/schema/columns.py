"""Columns that several tables share, each declared once."""

from __future__ import annotations

from sparse_rnn.catalog import MODELS, STRATEGIES, TASKS
from sparse_rnn.graphs.motifs import FFL_SIGNS, TRANSITIVE_CLASSES
from sparse_rnn.graphs.nulls.models import NULL_MODELS
from sparse_rnn.results.schema.declare import Column

TASK = Column("task", "string", "Task that the network learns.", values=tuple(TASKS))
MODEL = Column("model", "string", "Model of the recurrent network.", values=tuple(MODELS))
STRATEGY = Column(
    "strategy",
    "string",
    "Sparsification strategy with which the network trains.",
    values=tuple(STRATEGIES),
)
SPARSITY = Column(
    "sparsity",
    "number",
    "Share of the recurrent links that are absent at the end of training; 0 is a dense network.",
    "fraction",
)
SEED = Column("seed", "integer", "Seed of the network: of its initial weights and its batches.")
CONDITION_COLUMNS = (TASK, MODEL, STRATEGY, SPARSITY)
RUN_COLUMNS = (*CONDITION_COLUMNS, SEED)

FINAL_METRIC = Column(
    "metric",
    "number",
    "Test metric after training; missing if the network diverged.",
    "of the metric",
    missing=True,
)
DIVERGED = Column(
    "diverged",
    "integer",
    "Epoch in which training of the network diverged; 0 if it did not.",
    "epoch",
)
EPOCH = Column("epoch", "integer", "Epochs trained so far; 0 is before training.", "epoch")

EVALUATION = (
    EPOCH,
    Column(
        "loss",
        "number",
        "Training loss, mean over the batches of the epoch; missing before training.",
        missing=True,
    ),
    Column(
        "valid",
        "number",
        "Metric on the validation set; missing for tasks without such a set.",
        "of the metric",
        missing=True,
    ),
    Column(
        "test",
        "number",
        "Metric on the test set; missing if an output is not finite.",
        "of the metric",
        missing=True,
    ),
    Column("density", "number", "Share of the recurrent links that exist.", "fraction"),
    DIVERGED,
)
"""What is known of a network at an epoch of its training."""

ETA = Column(
    "eta",
    "number",
    "Global balance η: mean of T over the transitive triad types that occur; missing if none does.",
    "fraction",
    missing=True,
)
TRIAD_RATIOS = tuple(
    Column(
        f"T_{triad}",
        "number",
        f"Balanced share of the feed-forward loops in triads of type {triad}; missing if there is"
        " no such triad.",
        "fraction",
        missing=True,
    )
    for triad in TRANSITIVE_CLASSES
)
TRIAD_COUNTS = tuple(
    Column(f"n_{triad}", "integer", f"Number of triads of type {triad}.", "triads")
    for triad in TRANSITIVE_CLASSES
)

LOOP_SIGNS = Column(
    "signs",
    "string",
    "Signs of the links i→j, j→k and i→k of the feed-forward loop.",
    values=FFL_SIGNS,
)
BALANCED = Column(
    "balanced",
    "boolean",
    "Whether the loop is balanced: sign(w_ij w_jk) = sign(w_ik).",
)
NULL_MODEL = Column(
    "null_model",
    "string",
    "Null model that the random networks come from.",
    values=tuple(NULL_MODELS),
)
DECIDES = Column(
    "decides",
    "boolean",
    "Whether claims are judged by this row: it belongs to the first null model of the"
    " configuration, the paper's.",
)
MOTIF_COUNTS = (
    LOOP_SIGNS,
    BALANCED,
    Column("count", "integer", "Number of such loops in the network.", "loops"),
    Column("mean", "number", "Mean number of such loops in the random networks.", "loops"),
    Column("sd", "number", "Standard deviation of that number.", "loops"),
    Column(
        "z",
        "number",
        "z-score (count − mean) / sd; if sd is 0, 0 where count is the mean, else inf or -inf.",
        "standard deviations",
        missing=True,
    ),
    Column(
        "z_frequency",
        "number",
        "z-score of the loop's share of all connected triads, as FANMOD prints it; without a spread"
        " as z.",
        "standard deviations",
        missing=True,
    ),
)
"""A feed-forward loop compared with the random networks of a null model."""

CONTROL_NAME = Column(
    "control",
    "string",
    "What was done to the network: nothing (as_trained), the links that SET added last left out"
    " (core), its signs moved, or a dense network, untrained or trained, cut once at random or by"
    " the size of its weights.",
    values=(
        "as_trained",
        "core",
        "signs_shuffled",
        "signs_exchanged",
        "untrained_random_cut",
        "untrained_magnitude_cut",
        "trained_random_cut",
        "trained_magnitude_cut",
    ),
)
DRAW = Column("draw", "integer", "Number of the draw where a control is random, from 0.")

ARM = Column(
    "arm",
    "string",
    "Whether the recurrent weights are fixed or trained; links never change.",
    values=("fixed", "trained"),
)
TRIAL = Column("trial", "integer", "Number of the run of annealing, from 1.")
NETWORK_SEED = Column("network", "integer", "Network with tangent loops, named by its seed.")

BIN = (
    Column("low", "number", "Lower end of the bin."),
    Column("high", "number", "Upper end of the bin."),
)
PHASE = Column(
    "phase",
    "string",
    "Moment: before training (start), after the last cut (pruned) or after training (end).",
    values=("start", "pruned", "end"),
)
MEAN_ABS = Column(
    "mean_abs",
    "number",
    "Mean absolute weight of these links; missing if there is none.",
    missing=True,
)

STAGE = Column("stage", "string", "Stage of the workflow, that is the rule that ran.")
JOB_COUNT = Column("jobs", "integer", "Number of jobs.", "jobs")
CORE_HOURS = Column("core_hours", "number", "Processor time of all jobs.", "hours")
MAX_RSS = Column(
    "max_rss_mb",
    "number",
    "Largest resident memory that was seen; missing for jobs too short to be looked at.",
    "MB",
    missing=True,
)
DEVIATION = Column("deviation", "string", "Name of the difference from the paper.")
