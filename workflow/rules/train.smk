# Sparse training: a group of replicas of one condition in one job, which resumes where it was
# stopped.
rule train:
    input:
        raw_data,
    output:
        **RUN.parts("train"),
        networks=RUN.file("train", NETWORKS),
        models=directory(RUN.file("train", MODEL_FOLDER)),
        origin=RUN.file("train", ORIGIN),
    log:
        **RUN.logs(RUN.jobs_of("train")),
    benchmark:
        RUN.benchmark(RUN.jobs_of("train"))
    threads: 1
    resources:
        **asks("train"),
    params:
        settings=lambda w: training_settings(
            config, condition_of(w), seeds_of_group(w.seeds)
        ),
        code=digest_with_task("sparse_rnn.training.condition"),
        raw=RAW,
    message:
        "training {wildcards.task}, {wildcards.model}, {wildcards.strategy} at sparsity "
        "{wildcards.sparsity}, seeds {wildcards.seeds} (progress in {log.text})"
    script:
        "../scripts/train.py"
