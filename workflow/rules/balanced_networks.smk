# Cause, first part: networks annealed from random to balanced, and training on them.
rule annealing:
    output:
        **RUN.parts("annealing"),
        networks=RUN.file("annealing", NETWORKS),
    log:
        **RUN.logs(RUN.jobs_of("annealing")),
    benchmark:
        RUN.benchmark(RUN.jobs_of("annealing"))
    retries: RETRIES
    threads: 1
    resources:
        **asks("annealing"),
    params:
        settings=config["balanced"]["networks"],
        hidden=lambda w: config["tasks"][w.task]["hidden"],
        seed=config["seed"],
        code=digest("sparse_rnn.studies.balanced_networks.annealing"),
    message:
        "annealing networks for {wildcards.task}"
    script:
        "../scripts/annealing.py"


rule balanced_networks:
    input:
        raw_data,
        series=RUN.file("annealing", NETWORKS),
    output:
        **RUN.parts("balanced_networks"),
        networks=RUN.file("balanced_networks", NETWORKS),
        origin=RUN.file("balanced_networks", ORIGIN),
    log:
        **RUN.logs(RUN.jobs_of("balanced_networks")),
    benchmark:
        RUN.benchmark(RUN.jobs_of("balanced_networks"))
    retries: RETRIES
    threads: 1
    resources:
        **asks("balanced_networks"),
    params:
        settings=lambda w: given_settings(
            config, "balanced", w.task, seeds_of_group(w.seeds)
        ),
        code=digest_with_task("sparse_rnn.studies.balanced_networks.training"),
        raw=RAW,
    message:
        "training {wildcards.task} on networks from random to balanced, weights {wildcards.arm}, "
        "trials {wildcards.trials}, seeds {wildcards.seeds} (progress in {log.text})"
    script:
        "../scripts/balanced_networks.py"
