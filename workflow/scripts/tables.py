from sparse_rnn.experiments.tables import join_tables
from sparse_rnn.logs import log_to

log_to(snakemake.log[0])
for kind, path in snakemake.output.items():
    join_tables(snakemake.input[kind], path)
