# Raw data.  A data set that cannot be had fails nothing by itself: its record says so, the jobs
# that need it stop with the same message, and all that does not need it goes on (keep-going).
from sparse_rnn.base.artifacts import load_record
from sparse_rnn.tasks.raw_files import raw_files

RAW = config["data"]["raw"]
RECORD = f"{RAW}/{{task}}.json"


def failed_before(wildcards):
    """Return the error of the last attempt, so that a failed fetch is tried again next time."""
    record = Path(RECORD.format(task=wildcards.task))
    return load_record(record).get("error") if record.exists() else None


def is_available(task):
    """Tell whether a task's raw data could be had; asks for the fetch first."""
    if not raw_files(task):
        return True
    return "error" not in load_record(checkpoints.fetch.get(task=task).output.record)


def raw_record(wildcards):
    """Return the record of the raw data, for the tasks that have any."""
    # ancient: fetching again brings the same bytes (they are hashed) and must retrain nothing
    needed = raw_files(wildcards.task)
    return [ancient(RECORD.format(task=wildcards.task))] if needed else []


checkpoint fetch:
    output:
        record=RECORD,
    log:
        **RUN.logs("fetch/{task}"),
    benchmark:
        RUN.benchmark("fetch/{task}")
    localrule: True
    threads: 1
    resources:
        **asks("fetch"),
    params:
        retry=failed_before,
    message:
        "fetching the raw data of {wildcards.task}"
    script:
        "../scripts/fetch.py"
