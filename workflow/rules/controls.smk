# Controls: dense networks cut once, sparse ones with other signs, and the strongest links alone,
# beside the trained networks.
CONTROLS = config["controls"]


rule controls:
    input:
        networks=networks_of(trained_on),
    output:
        **RUN.parts("controls"),
    log:
        **RUN.logs(RUN.jobs_of("controls")),
    benchmark:
        RUN.benchmark(RUN.jobs_of("controls"))
    retries: RETRIES
    threads: 1
    resources:
        **asks("controls"),
    params:
        conditions=labels_of(trained_on),
        settings={
            "null_model": config["census"]["null_models"][0],
            "swaps_per_edge": config["census"]["swaps_per_edge"],
            "draws": CONTROLS["draws"],
            "networks": CONTROLS["networks"],
        },
        code=digest("sparse_rnn.studies.controls.measure"),
    message:
        "controls of {wildcards.task}, {wildcards.model}, seeds {wildcards.seeds}"
    script:
        "../scripts/controls.py"


rule balance_by_size:
    input:
        networks=networks_of(sparse_on),
    output:
        **RUN.parts("balance_by_size"),
    log:
        **RUN.logs(RUN.jobs_of("balance_by_size")),
    benchmark:
        RUN.benchmark(RUN.jobs_of("balance_by_size"))
    retries: RETRIES
    threads: 1
    resources:
        **asks("balance_by_size"),
    params:
        conditions=labels_of(sparse_on),
        settings={key: CONTROLS[key] for key in ("shares", "draws")},
        code=digest("sparse_rnn.studies.controls.balance_by_size"),
    message:
        "balance of the strongest links of {wildcards.task}, {wildcards.model}"
    script:
        "../scripts/balance_by_size.py"
