# The tables of a run, joined over all jobs of a stage whose data could be had, and the closing
# words.
from sparse_rnn.layout import STAGES


def of_available(stage, path):
    """Return the input function that lists what the jobs of a stage leave at a path."""
    reads = STAGES[stage].reads
    asked = [
        (path.format(**job), [name.format(**job) for name in reads])
        for job in jobs(config, stage)
    ]
    return lambda wildcards: [
        part for part, data in asked if all(map(is_available, data))
    ]


for stage, parts in STAGES.items():

    rule:
        name:
            f"{stage}_tables"
        input:
            **{
                table: of_available(stage, path)
                for table, path in RUN.parts(stage).items()
            },
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
        origins=of_available("train", RUN.file("train", ORIGIN)),
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
        judge=config["judge"],
    message:
        "summing up"
    script:
        "../scripts/summary.py"
