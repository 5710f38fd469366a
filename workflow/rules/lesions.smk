# Cause, second part: networks with tangent loops, trained, and lesions of them.
rule tangent_loops:
    input:
        raw_data,
    output:
        **RUN.parts("tangent_loops"),
        networks=RUN.file("tangent_loops", NETWORKS),
        origin=RUN.file("tangent_loops", ORIGIN),
    log:
        **RUN.logs(RUN.jobs_of("tangent_loops")),
    benchmark:
        RUN.benchmark(RUN.jobs_of("tangent_loops"))
    retries: RETRIES
    threads: 1
    resources:
        **asks("tangent_loops"),
    params:
        construction=config["lesions"]["networks"],
        settings=lambda w: given_settings(config, "lesions", w.task),
        code=digest_with_task("sparse_rnn.studies.lesions.training"),
        raw=RAW,
    message:
        "training {wildcards.task} on networks with tangent loops (progress in {log.text})"
    script:
        "../scripts/tangent_loops.py"


rule lesions:
    input:
        raw_data,
        networks=RUN.file("tangent_loops", NETWORKS),
    output:
        **RUN.parts("lesions"),
    log:
        **RUN.logs(RUN.jobs_of("lesions")),
    benchmark:
        RUN.benchmark(RUN.jobs_of("lesions"))
    retries: RETRIES
    threads: 1
    resources:
        **asks("lesions"),
    params:
        orders=config["lesions"]["orders"],
        settings=lambda w: given_settings(config, "lesions", w.task),
        code=digest_with_task("sparse_rnn.studies.lesions.measure"),
        raw=RAW,
    message:
        "removing loops from the networks of {wildcards.task}"
    script:
        "../scripts/lesions.py"
