# The signed structure of the trained networks: balance along training, motifs before and after.
rule census:
    input:
        networks=rules.train.output.networks,
    output:
        balance=f"{DATA}/census/{CONDITION}/balance.csv",
        motifs=f"{DATA}/census/{CONDITION}/motifs.csv",
    log:
        f"{DATA}/logs/census/{CONDITION}.log",
    benchmark:
        f"{DATA}/benchmarks/census/{CONDITION}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        settings=config["census"],
        code=digest("sparse_rnn.studies.structure.measure"),
    message:
        "counting motifs of {wildcards.task}, {wildcards.model}, {wildcards.strategy} at "
        "sparsity {wildcards.sparsity}"
    script:
        "../scripts/census.py"


rule networks:
    # Every network of the configuration, trained and counted.
    input:
        [path.format(**c.wildcards) for path in rules.census.output for c in CONDITIONS],


def of_available(pattern, among=CONDITIONS):
    """Return the input function that lists the files of the conditions whose data could be had."""
    return lambda wildcards: [
        *dict.fromkeys(
            pattern.format(**c.wildcards) for c in among if is_available(c.task)
        )
    ]


rule tables:
    # One table per kind over all conditions whose data could be had.
    input:
        history=of_available(rules.train.output.history),
        balance=of_available(rules.census.output.balance),
        motifs=of_available(rules.census.output.motifs),
    output:
        history=f"{DATA}/tables/history.csv",
        balance=f"{DATA}/tables/balance.csv",
        motifs=f"{DATA}/tables/motifs.csv",
    log:
        f"{DATA}/logs/tables.log",
    benchmark:
        f"{DATA}/benchmarks/tables.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        code=digest("sparse_rnn.results.join"),
    message:
        "joining the tables of all conditions"
    script:
        "../scripts/tables.py"


rule summary:
    # What ran, what could not, and what came out: the closing words of a run.
    input:
        **dict(rules.tables.output.items()),
        records=[
            f"{RAW}/{task}.json"
            for task in sorted(
                {c.task for c in CONDITIONS}.union(
                    config["balanced"]["tasks"], config["lesions"]["tasks"]
                )
            )
            if raw_files(task)
        ],
    output:
        f"{DATA}/summary.txt",
    log:
        f"{DATA}/logs/summary.log",
    benchmark:
        f"{DATA}/benchmarks/summary.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        code=digest("sparse_rnn.results.summary"),
        figures=FIGURES,
    message:
        "summing up"
    script:
        "../scripts/summary.py"
