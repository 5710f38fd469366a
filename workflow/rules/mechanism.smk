# What feed-forward loops do: in the sparse networks, and three nodes alone.
def sparse_on(wildcards):
    """Return the sparse conditions of the task and model that a job's wildcards name."""
    return [c for c in trained_on(wildcards) if c.sparsity]


rule loop_effects:
    input:
        networks=networks_of(sparse_on),
    output:
        effects=f"{DATA}/mechanism/{TASK_AND_MODEL}/effects.csv",
        loops=f"{DATA}/mechanism/{TASK_AND_MODEL}/loops.csv",
        links=f"{DATA}/mechanism/{TASK_AND_MODEL}/links.csv",
    log:
        f"{DATA}/logs/mechanism/{TASK_AND_MODEL}.log",
    benchmark:
        f"{DATA}/benchmarks/mechanism/{TASK_AND_MODEL}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        conditions=lambda w: [c.label for c in sparse_on(w)],
        tolerance=config["mechanism"]["tolerance"],
        code=digest("sparse_rnn.studies.mechanism.measure"),
    message:
        "weighing the loops of {wildcards.task}, {wildcards.model}"
    script:
        "../scripts/mechanism.py"


rule triad_response:
    output:
        f"{DATA}/tables/responses.csv",
    log:
        f"{DATA}/logs/triad_response.log",
    benchmark:
        f"{DATA}/benchmarks/triad_response.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        weights=config["mechanism"]["weights"],
        code=digest("sparse_rnn.studies.mechanism.triad_response"),
    message:
        "simulating isolated feed-forward loops"
    script:
        "../scripts/triad_response.py"
