# The tables of a run, joined over all jobs of a stage whose data could be had, and the closing
# words.
from sparse_rnn.layout import STAGES


def of_available(stage, table):
    """Return the input function that lists a stage's parts of a table."""
    path = RUN.parts(stage)[table]
    reads = STAGES[stage].reads
    return lambda wildcards: [
        path.format(**job)
        for job in jobs(config, stage)
        if all(is_available(name.format(**job)) for name in reads)
    ]


for stage, parts in STAGES.items():

    rule:
        name:
            f"{stage}_tables"
        input:
            **{table: of_available(stage, table) for table in parts.tables},
        output:
            **{table: RUN.table(table) for table in parts.tables},
        log:
            **RUN.logs(f"tables/{stage}"),
        benchmark:
            RUN.benchmark(f"tables/{stage}")
        localrule: True
        threads: 1
        resources:
            **asks("tables"),
        params:
            may_be_empty=parts.may_be_empty,
            code=digest("sparse_rnn.results.join"),
        message:
            f"joining the tables of {stage}"
        script:
            "../scripts/tables.py"


rule tables:
    # All tables that are joined.
    input:
        [RUN.table(table) for parts in STAGES.values() for table in parts.tables],


rule summary:
    # What ran, what could not, and what came out.
    input:
        **{name: RUN.table(name) for name in ("history", "balance", "motifs")},
        records=[RECORD.format(task=name) for name in DATA_SETS],
    output:
        f"{RUN.data}/summary.txt",
    log:
        **RUN.logs("summary"),
    benchmark:
        RUN.benchmark("summary")
    localrule: True
    threads: 1
    resources:
        **asks("summary"),
    params:
        code=digest("sparse_rnn.results.summary"),
        figures=RUN.figures,
    message:
        "summing up"
    script:
        "../scripts/summary.py"
