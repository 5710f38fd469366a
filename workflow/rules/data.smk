# Raw data.  A data set that cannot be had fails nothing by itself: its record says so, the jobs
# that need it stop with the same message, and all that does not need it goes on (keep-going).
#
# The files are inputs of what reads them, but no outputs of the fetch: Snakemake removes outputs
# before a job and when it fails, and readers may have put these files there by hand.  The record
# answers for them; once one is gone or has changed, the data set is fetched again at first.
from functools import cache

from snakemake.logging import logger

from sparse_rnn.layout import STAGES
from sparse_rnn.tasks.raw_files import raw_files
from sparse_rnn.tasks.raw_record import error_on, why_fetch_again

RAW = config["data"]["raw"]
RECORD = f"{RAW}/{{task}}.json"
# the data sets, raw files of tasks and others, that any job reads
DATA_SETS = sorted(
    {
        name.format(**job)
        for stage, parts in STAGES.items()
        for job in jobs(config, stage)
        for name in parts.reads
        if raw_files(name.format(**job))
    }
)

if workflow.is_main_process:
    for name in DATA_SETS:
        if error := error_on(RECORD.format(task=name)):
            logger.warning(f"{name} could not be had last time: {error}\n")


def again(wildcards):
    """Return why a data set is fetched again, if it is, and when it was last."""
    record = Path(RECORD.format(task=wildcards.task))
    why = why_fetch_again(wildcards.task, RAW, record)
    # with its time it differs from what Snakemake remembers of that fetch, and so causes another
    return f"{why} ({record.stat().st_mtime_ns})" if why else None


@cache  # each of thousands of jobs asks; of a fetch that has not run, there is no answer to keep
def is_available(task):
    """Tell whether a task's raw data could be had; asks for the fetch first."""
    if not raw_files(task):
        return True
    return not error_on(checkpoints.fetch.get(task=task).output.record)


def raw_data(wildcards):
    """Return the record and the files of the raw data, for the tasks that have any."""
    files = raw_files(wildcards.task)
    if not files:
        return []
    record = checkpoints.fetch.get(task=wildcards.task).output.record
    # files that are not there are no inputs, which would stop everything: the job will name them
    found = () if why_fetch_again(wildcards.task, RAW, record) else files
    # ancient: fetching again brings the same bytes (they are hashed) and must retrain nothing
    return [ancient(path) for path in (record, *(f"{RAW}/{file}" for file in found))]


checkpoint fetch:
    output:
        record=RECORD,
    log:
        **RUN.logs("fetch/{task}"),
    benchmark:
        RUN.benchmark("fetch/{task}")
    priority: 1  # what cannot be had is told before hours of work
    localrule: True
    threads: 1
    resources:
        **asks("fetch"),
    params:
        again=again,
    message:
        "fetching the raw data of {wildcards.task}"
    script:
        "../scripts/fetch.py"
