# The recurrent weights before training, after the last cut and after training: one job for all
# networks of a task and model.
rule weights:
    input:
        networks=networks_of(trained_on),
    output:
        histograms=f"{DATA}/weights/{TASK_AND_MODEL}/histograms.csv",
        shapes=f"{DATA}/weights/{TASK_AND_MODEL}/shapes.csv",
        survival=f"{DATA}/weights/{TASK_AND_MODEL}/survival.csv",
    log:
        f"{DATA}/logs/weights/{TASK_AND_MODEL}.log",
    benchmark:
        f"{DATA}/benchmarks/weights/{TASK_AND_MODEL}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        conditions=lambda w: [c.label for c in trained_on(w)],
        code=digest("sparse_rnn.studies.weights.measure"),
    message:
        "describing the weights of {wildcards.task}, {wildcards.model}"
    script:
        "../scripts/weights.py"
