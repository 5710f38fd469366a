# Cause, with the authors' own networks: training on the series that they generated.
rule published_training:
    input:
        raw_data,
        ancient(RECORD.format(task="published")),
    output:
        **RUN.parts("published_training"),
        origin=RUN.file("published_training", ORIGIN),
    log:
        **RUN.logs(RUN.jobs_of("published_training")),
    benchmark:
        RUN.benchmark(RUN.jobs_of("published_training"))
    threads: 1
    resources:
        **asks("published_training"),
    params:
        settings=lambda w: protocol_settings(config, w.task, w.protocol),
        code=digest_with_task(
            "sparse_rnn.studies.published.training",
            "sparse_rnn.studies.published.generated",
        ),
        raw=RAW,
    message:
        "training {wildcards.task} on the networks of the authors, protocol "
        "{wildcards.protocol} (progress in {log.text})"
    script:
        "../scripts/published_training.py"
