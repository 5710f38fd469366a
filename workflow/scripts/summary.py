from sparse_rnn.experiments.summary import write_summary
from sparse_rnn.logs import log_to

log_to(snakemake.log[0])
write_summary(
    snakemake.output[0],
    tables=dict(snakemake.input.items()),
    records=snakemake.input.records,
    figures=snakemake.params.figures,
)
