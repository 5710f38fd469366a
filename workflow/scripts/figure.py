from sparse_rnn.base.logs import log_to
from sparse_rnn.notebooks.run import run

log_to(*snakemake.log)
run(snakemake.input.source, snakemake.output.executed, snakemake.params.parameters)
