# Cause, with the authors' own networks: training on the series that they generated, and what
# balance does there along training.
def of_all_series(table):
    """Return the input function that lists a table's parts of a task and protocol."""
    path = RUN.parts("published_training")[table]
    return lambda wildcards: [
        path.format(**job)
        for job in jobs(config, "published_training")
        if (job["task"], job["protocol"]) == (wildcards.task, wildcards.protocol)
    ]


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
    retries: RETRIES
    threads: 1
    resources:
        **asks("published_training"),
    params:
        settings=lambda w: protocol_settings(
            config, w.task, w.protocol, seeds_of_group(w.seeds)
        ),
        code=digest_with_task(
            "sparse_rnn.studies.published.training",
            "sparse_rnn.studies.published.generated",
        ),
        raw=RAW,
    message:
        "training {wildcards.task} on the networks of the authors, protocol "
        "{wildcards.protocol}, trials {wildcards.trials}, seeds {wildcards.seeds} (progress in "
        "{log.text})"
    script:
        "../scripts/published_training.py"


rule published_training_effect:
    input:
        **{
            table: of_all_series(table)
            for table in ("published_training", "published_training_history")
        },
    output:
        **RUN.parts("published_training_effect"),
    log:
        **RUN.logs(RUN.jobs_of("published_training_effect")),
    benchmark:
        RUN.benchmark(RUN.jobs_of("published_training_effect"))
    localrule: True
    threads: 1
    resources:
        **asks("published_training_effect"),
    params:
        code=digest("sparse_rnn.studies.published.training_effect"),
    message:
        "comparing the networks of the authors for {wildcards.task} along training, protocol "
        "{wildcards.protocol}"
    script:
        "../scripts/published_training_effect.py"
