from sparse_rnn.base.logs import log_to
from sparse_rnn.studies.claims.table import write_claims

log_to(*snakemake.log)
write_claims(dict(snakemake.input.items()), snakemake.output.table, snakemake.params.judge)
