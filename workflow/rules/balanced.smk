# Cause, first part: networks annealed from random to balanced, and training on them.
from types import SimpleNamespace

from sparse_rnn.config import choose, given_settings

BALANCED = f"{DATA}/balanced/{{task}}"
BALANCED_RUNS = [
    SimpleNamespace(task=task, wildcards={"task": task, "arm": arm})
    for task in config["balanced"]["tasks"]
    for arm in choose(config["balanced"]["arms"], task)
]


rule anneal:
    output:
        networks=f"{BALANCED}/networks.npz",
        trace=f"{BALANCED}/annealing.csv",
    log:
        f"{DATA}/logs/anneal/{{task}}.log",
    benchmark:
        f"{DATA}/benchmarks/anneal/{{task}}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        settings=config["balanced"]["networks"],
        hidden=lambda w: config["tasks"][w.task]["hidden"],
        seed=config["seed"],
        code=digest("sparse_rnn.studies.balanced_networks.annealing"),
    message:
        "annealing networks for {wildcards.task}"
    script:
        "../scripts/anneal.py"


rule train_balanced:
    input:
        raw_record,
        series=rules.anneal.output.networks,
    output:
        results=f"{BALANCED}/{{arm}}/results.csv",
        history=f"{BALANCED}/{{arm}}/history.csv",
        networks=f"{BALANCED}/{{arm}}/networks.npz",
        origin=f"{BALANCED}/{{arm}}/origin.json",
    log:
        f"{DATA}/logs/train_balanced/{{task}}/{{arm}}.log",
    benchmark:
        f"{DATA}/benchmarks/train_balanced/{{task}}/{{arm}}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        settings=lambda w: given_settings(config, "balanced", w.task),
        code=lambda w: digest(
            "sparse_rnn.studies.balanced_networks.training", TASKS[w.task][0]
        ),
        raw=RAW,
    message:
        "training {wildcards.task} on networks from random to balanced, weights {wildcards.arm} "
        "(progress in {log})"
    script:
        "../scripts/train_balanced.py"
