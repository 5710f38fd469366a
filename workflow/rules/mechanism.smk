# What feed-forward loops do: in the sparse networks, and three nodes alone.
rule mechanism:
    input:
        networks=networks_of(sparse_on),
    output:
        **RUN.parts("mechanism"),
    log:
        **RUN.logs(RUN.jobs_of("mechanism")),
    benchmark:
        RUN.benchmark(RUN.jobs_of("mechanism"))
    retries: RETRIES
    threads: 1
    resources:
        **asks("mechanism"),
    params:
        conditions=labels_of(sparse_on),
        tolerance=config["mechanism"]["tolerance"],
        code=digest("sparse_rnn.studies.mechanism.measure"),
    message:
        "weighing the loops of {wildcards.task}, {wildcards.model}"
    script:
        "../scripts/mechanism.py"


rule triad_response:
    output:
        table=RUN.table("triad_response"),
    log:
        **RUN.logs("triad_response"),
    benchmark:
        RUN.benchmark("triad_response")
    localrule: True
    threads: 1
    resources:
        **asks("triad_response"),
    params:
        weights=config["mechanism"]["weights"],
        code=digest("sparse_rnn.studies.mechanism.triad_response"),
    message:
        "simulating isolated feed-forward loops"
    script:
        "../scripts/triad_response.py"
