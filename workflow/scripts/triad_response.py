from sparse_rnn.artifacts import save_table
from sparse_rnn.logs import log_to
from sparse_rnn.networks.triad_response import response_table

log_to(snakemake.log[0])
save_table(snakemake.output[0], response_table(snakemake.params.weights))
