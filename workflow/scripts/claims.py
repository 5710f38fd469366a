from sparse_rnn.claims.table import write_claims
from sparse_rnn.logs import log_to

log_to(snakemake.log[0])
write_claims(dict(snakemake.input.items()), snakemake.output[0])
