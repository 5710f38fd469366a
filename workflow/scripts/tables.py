from sparse_rnn.experiments.tables import join_tables
from sparse_rnn.logs import log_to

log_to(snakemake.log[0])
for kind in ("history", "balance", "motifs"):
    join_tables(snakemake.input[kind], snakemake.output[kind])
