from sparse_rnn.base.logs import log_to
from sparse_rnn.results.schema import write_table
from sparse_rnn.studies.mechanism.triad_response import response_table

log_to(*snakemake.log)
write_table("triad_response", snakemake.output.table, response_table(snakemake.params.weights))
