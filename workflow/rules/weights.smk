# The recurrent weights before training, after the last cut and after training: one job for all
# networks of a task and model.
rule weights:
    input:
        networks=networks_of(trained_on),
    output:
        **RUN.parts("weights"),
    log:
        **RUN.logs(RUN.jobs_of("weights")),
    benchmark:
        RUN.benchmark(RUN.jobs_of("weights"))
    retries: RETRIES
    threads: 1
    resources:
        **asks("weights"),
    params:
        conditions=labels_of(trained_on),
        code=digest("sparse_rnn.studies.weights.measure"),
    message:
        "describing the weights of {wildcards.task}, {wildcards.model}"
    script:
        "../scripts/weights.py"
