# Raw data.  A data set that cannot be had fails nothing by itself: its record says so, the jobs
# that need it stop with the same message, and all that does not need it goes on (keep-going).
from sparse_rnn.base.artifacts import load_record
from sparse_rnn.tasks.raw_files import raw_files

RAW = config["data"]["raw"]


def failed_before(wildcards):
    """Return the error of the last attempt, so that a failed fetch is tried again next time."""
    record = Path(f"{RAW}/{wildcards.task}.json")
    return load_record(record).get("error") if record.exists() else None


def is_available(task):
    """Tell whether a task's raw data could be had; asks for the fetch first."""
    if not raw_files(task):
        return True
    return "error" not in load_record(checkpoints.fetch.get(task=task).output.record)


checkpoint fetch:
    output:
        record=f"{RAW}/{{task}}.json",
    log:
        f"{DATA}/logs/fetch/{{task}}.log",
    benchmark:
        f"{DATA}/benchmarks/fetch/{{task}}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        retry=failed_before,
    message:
        "fetching the raw data of {wildcards.task}"
    script:
        "../scripts/fetch.py"
