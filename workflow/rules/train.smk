# Sparse training: all replicas of one condition in one job, which resumes where it was stopped.
from sparse_rnn.tasks.registry import TASKS


def raw_record(wildcards):
    """Return the record of the raw data, for the tasks that have any."""
    # ancient: fetching again brings the same bytes (they are hashed) and must retrain nothing
    needed = raw_files(wildcards.task)
    return [ancient(f"{RAW}/{wildcards.task}.json")] if needed else []


rule train:
    input:
        raw_record,
    output:
        networks=f"{DATA}/training/{CONDITION}/networks.npz",
        history=f"{DATA}/training/{CONDITION}/history.csv",
        origin=f"{DATA}/training/{CONDITION}/origin.json",
    log:
        f"{DATA}/logs/train/{CONDITION}.log",
    benchmark:
        f"{DATA}/benchmarks/train/{CONDITION}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        settings=lambda w: training_settings(config, condition_of(w)),
        code=lambda w: digest("sparse_rnn.training.condition", TASKS[w.task][0]),
        raw=RAW,
    message:
        "training {wildcards.task}, {wildcards.model}, {wildcards.strategy} at sparsity "
        "{wildcards.sparsity} (progress in {log})"
    script:
        "../scripts/train.py"
