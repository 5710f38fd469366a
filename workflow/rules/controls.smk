# Controls: dense networks cut once, sparse ones with other signs, and the strongest links alone,
# beside the trained networks.
CONTROLS = config["controls"]


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
            "draws": CONTROLS["draws"],
            "networks": CONTROLS["networks"],
        },
        code=digest("sparse_rnn.studies.controls.measure"),
    message:
        "controls of {wildcards.task}, {wildcards.model}"
    script:
        "../scripts/controls.py"


rule balance_by_size:
    input:
        networks=networks_of(sparse_on),
    output:
        table=f"{DATA}/controls/{TASK_AND_MODEL}/by_size.csv",
    log:
        f"{DATA}/logs/balance_by_size/{TASK_AND_MODEL}.log",
    benchmark:
        f"{DATA}/benchmarks/balance_by_size/{TASK_AND_MODEL}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        conditions=lambda w: [c.label for c in sparse_on(w)],
        settings={key: CONTROLS[key] for key in ("shares", "draws")},
        code=digest("sparse_rnn.studies.controls.balance_by_size"),
    message:
        "balance of the strongest links of {wildcards.task}, {wildcards.model}"
    script:
        "../scripts/balance_by_size.py"
