from sparse_rnn.base.logs import log_to
from sparse_rnn.tasks.download import record_task

log_to(*snakemake.log)
record_task(snakemake.wildcards.task, snakemake.config["data"]["raw"], snakemake.output.record)
