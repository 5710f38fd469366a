"""Tables over all networks: the claims, the deviations from the paper, and what the run cost."""

from __future__ import annotations

from dataclasses import replace

from sparse_rnn.results.schema import columns as c
from sparse_rnn.results.schema.declare import Column, Table

_POOLED = tuple(
    replace(column, meaning=f"{column.meaning[:-1]}; missing where it is pooled.", missing=True)
    for column in c.CONDITION_COLUMNS
)
_LOW = Column("low", "number", "Lower end of the 95 % interval.", missing=True)
_HIGH = Column("high", "number", "Upper end of the 95 % interval.", missing=True)

_DIFFERENCE = (
    Column(
        "difference", "number", "Mean over pairs of deviating less reference.", "of the quantity"
    ),
    replace(
        _LOW,
        meaning="Lower end of its 95 % t interval; missing for one pair.",
        unit="of the quantity",
    ),
    replace(
        _HIGH,
        meaning="Upper end of its 95 % t interval; missing for one pair.",
        unit="of the quantity",
    ),
)
"""What deviating networks have more than the archived ones, with its interval."""

SUMMARY_TABLES = (
    Table(
        "claims",
        "Verdicts on the claims",
        "A row is one statistic of one claim in one condition, or the verdict over all conditions.",
        ("claim", *(column.name for column in _POOLED), "variant", "statistic", "scope"),
        (
            Column("claim", "string", "Number of the claim, C1 to C9."),
            Column("statement", "string", "What is claimed."),
            Column(
                "wording",
                "string",
                "Whose words the claim is in: the paper's own, those of a summary of it, or ours.",
                values=("paper", "summary", "ours"),
            ),
            *_POOLED,
            Column(
                "variant",
                "string",
                "What else tells conditions apart: null model, arm or control.",
                missing=True,
            ),
            Column(
                "statistic", "string", "The statistic; missing if nothing was run.", missing=True
            ),
            Column("n", "integer", "Number of networks, or of conditions where it is over these."),
            Column(
                "estimate",
                "number",
                "Value of the statistic; missing if nothing was run.",
                "of the statistic",
                missing=True,
            ),
            replace(_LOW, unit="of the statistic"),
            replace(_HIGH, unit="of the statistic"),
            Column(
                "limit",
                "number",
                "Limit that the statistic is compared with; missing if there is none.",
                "of the statistic",
                missing=True,
            ),
            Column(
                "smallest_effect",
                "number",
                "Smallest true distance of the statistic from its limit that the 95 % interval of n"
                " such networks excludes with a probability of 80 %, from the spread seen; a factor"
                " for ratios; of C3 that of the mean z of the least certain of the eight loops."
                " Missing for other counts, and without an interval.",
                "of the statistic",
                missing=True,
            ),
            Column(
                "verdict",
                "string",
                "Verdict on the condition; missing where nothing is claimed, cannot judge in runs"
                " that are too small.",
                missing=True,
                values=(
                    *("reproduced", "partly", "not shown", "contradicted"),
                    *("not run", "cannot judge"),
                ),
            ),
            Column(
                "scope",
                "string",
                "Whether the row decides on the claim (condition), is reported beside it, or is the"
                " verdict over all conditions (overall).",
                values=("condition", "reported", "overall"),
            ),
            Column(
                "note",
                "string",
                "Networks that were left out, or why there is nothing.",
                missing=True,
            ),
            Column("see", "string", "Notebook that shows the claim."),
        ),
        "tables/claims.csv",
    ),
    Table(
        "deviations",
        "What differences from the paper change",
        "A row is one quantity at the end of training in one condition, done in two ways.",
        ("deviation", *(column.name for column in c.CONDITION_COLUMNS), "quantity"),
        (
            c.DEVIATION,
            *c.CONDITION_COLUMNS,
            Column(
                "quantity",
                "string",
                "Quantity that is compared.",
                values=("metric", "eta", "z balanced", "z unbalanced"),
            ),
            Column("n", "integer", "Number of pairs of networks of one seed.", "pairs"),
            Column("reference", "number", "Mean of the archived networks.", "of the quantity"),
            Column("deviating", "number", "Mean of the other networks.", "of the quantity"),
            *_DIFFERENCE,
        ),
        "tables/deviations.csv",
    ),
    Table(
        "cause_deviations",
        "What differences from the paper change of its causal claims",
        "A row is one effect in one study of the cause, done in two ways.",
        ("deviation", "study", "task", "arm", "quantity"),
        (
            c.DEVIATION,
            Column(
                "study",
                "string",
                "Networks that are balanced before training, or lesions of trained ones.",
                values=("balanced_networks", "lesions"),
            ),
            c.TASK,
            c.ARM,
            Column(
                "quantity",
                "string",
                "Effect: rank correlation of metric and η in a trial, change of the metric along a"
                " trial's line; change after all unbalanced loops are removed (of the logarithm of"
                " errors), change per loop, unbalanced less balanced.  Positive is good but for the"
                " logarithm of errors.",
                values=("rho", "change", "harm", "per loop"),
            ),
            Column("n", "integer", "Number of pairs of trials or of networks.", "pairs"),
            *(
                column
                for side, whose in (("reference", "archived"), ("deviating", "other"))
                for column in (
                    Column(side, "number", f"Mean of the {whose} networks.", "of the quantity"),
                    replace(
                        _LOW,
                        name=f"{side}_low",
                        meaning="Lower end of its 95 % t interval; missing for one.",
                        unit="of the quantity",
                    ),
                    replace(
                        _HIGH,
                        name=f"{side}_high",
                        meaning="Upper end of its 95 % t interval; missing for one.",
                        unit="of the quantity",
                    ),
                )
            ),
            *_DIFFERENCE,
        ),
        "tables/cause_deviations.csv",
    ),
    Table(
        "jobs",
        "Cost of jobs",
        "A row is one job of the workflow.",
        ("job",),
        (
            Column("job", "string", "Name of the job: its stage and its wildcards."),
            c.STAGE,
            Column(
                "cpu_seconds",
                "number",
                "Processor time, of all stretches if the job was interrupted.",
                "s",
            ),
            Column("wall_seconds", "number", "Wall time of the last stretch.", "s"),
            c.MAX_RSS,
        ),
        "budget/jobs.csv",
    ),
    Table(
        "stages",
        "Cost of stages",
        "A row is one stage of the workflow, or the total of all.",
        ("stage",),
        (
            replace(c.STAGE, meaning=f"{c.STAGE.meaning[:-1]}; total is all of them."),
            c.JOB_COUNT,
            c.CORE_HOURS,
            c.MAX_RSS,
        ),
        "budget/stages.csv",
    ),
    Table(
        "deviation_costs",
        "Cost of measuring deviations",
        "A row is one stage of the workflow that measured one deviation, or its total.",
        ("deviation", "stage"),
        (
            c.DEVIATION,
            replace(c.STAGE, meaning=f"{c.STAGE.meaning[:-1]}; total is all of them."),
            c.JOB_COUNT,
            c.CORE_HOURS,
            c.MAX_RSS,
        ),
        "budget/deviations.csv",
    ),
)
