# Controls: dense networks cut once, and sparse ones with other signs, beside the trained networks.
rule control_networks:
    input:
        networks=networks_of(trained_on),
    output:
        balance=f"{DATA}/controls/{TASK_AND_MODEL}/balance.csv",
        motifs=f"{DATA}/controls/{TASK_AND_MODEL}/motifs.csv",
    log:
        f"{DATA}/logs/controls/{TASK_AND_MODEL}.log",
    benchmark:
        f"{DATA}/benchmarks/controls/{TASK_AND_MODEL}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        conditions=lambda w: [c.label for c in trained_on(w)],
        settings={
            "null_model": config["census"]["null_models"][0],
            "swaps_per_edge": config["census"]["swaps_per_edge"],
            **config["controls"],
        },
        code=digest("sparse_rnn.experiments.controls"),
    message:
        "controls of {wildcards.task}, {wildcards.model}"
    script:
        "../scripts/controls.py"
