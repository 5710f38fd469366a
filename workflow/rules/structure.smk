# The signed structure of the trained networks: balance along training, motifs before and after.
rule structure:
    input:
        networks=RUN.file("train", NETWORKS),
    output:
        **RUN.parts("structure"),
    log:
        **RUN.logs(RUN.jobs_of("structure")),
    benchmark:
        RUN.benchmark(RUN.jobs_of("structure"))
    retries: RETRIES
    threads: 1
    resources:
        **asks("structure"),
    params:
        settings=config["census"],
        code=digest("sparse_rnn.studies.structure.measure"),
    message:
        "counting motifs of {wildcards.task}, {wildcards.model}, {wildcards.strategy} at "
        "sparsity {wildcards.sparsity}, seeds {wildcards.seeds}"
    script:
        "../scripts/structure.py"


rule networks:
    # Every network of the configuration, trained and counted.
    input:
        [
            path.format(**job)
            for path in RUN.parts("structure").values()
            for job in jobs(config, "structure")
        ],
