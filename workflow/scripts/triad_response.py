from sparse_rnn.base.artifacts import save_table
from sparse_rnn.base.logs import log_to
from sparse_rnn.studies.mechanism.triad_response import response_table

log_to(snakemake.log[0])
save_table(snakemake.output[0], response_table(snakemake.params.weights))
