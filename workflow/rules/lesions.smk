# Cause, second part: networks with tangent loops, trained, and lesions of them.
LESIONS = f"{DATA}/lesions/{{task}}"
LESION_RUNS = [
    SimpleNamespace(task=task, wildcards={"task": task})
    for task in config["lesions"]["tasks"]
]


rule train_tangent_loops:
    input:
        raw_record,
    output:
        networks=f"{LESIONS}/networks.npz",
        history=f"{LESIONS}/history.csv",
        origin=f"{LESIONS}/origin.json",
    log:
        f"{DATA}/logs/train_tangent_loops/{{task}}.log",
    benchmark:
        f"{DATA}/benchmarks/train_tangent_loops/{{task}}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        construction=config["lesions"]["networks"],
        settings=lambda w: given_settings(config, "lesions", w.task),
        code=lambda w: digest(
            "sparse_rnn.studies.lesions.training", TASKS[w.task][0]
        ),
        raw=RAW,
    message:
        "training {wildcards.task} on networks with tangent loops (progress in {log})"
    script:
        "../scripts/train_tangent_loops.py"


rule lesion:
    input:
        raw_record,
        networks=rules.train_tangent_loops.output.networks,
    output:
        table=f"{LESIONS}/lesions.csv",
    log:
        f"{DATA}/logs/lesions/{{task}}.log",
    benchmark:
        f"{DATA}/benchmarks/lesions/{{task}}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        orders=config["lesions"]["orders"],
        settings=rules.train_tangent_loops.params.settings,
        code=lambda w: digest("sparse_rnn.studies.lesions.measure", TASKS[w.task][0]),
        raw=RAW,
    message:
        "removing loops from the networks of {wildcards.task}"
    script:
        "../scripts/lesions.py"
