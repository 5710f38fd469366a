from sparse_rnn.base.logs import log_to
from sparse_rnn.results.join import join_tables

log_to(*snakemake.log)
for kind, path in snakemake.output.items():
    join_tables(kind, snakemake.input[kind], path, snakemake.params.may_be_empty)
