from sparse_rnn.base.logs import log_to
from sparse_rnn.results.summary import write_summary

log_to(*snakemake.log)
write_summary(
    snakemake.output[0],
    tables=dict(snakemake.input.items()),
    records=snakemake.input.records,
    origins=snakemake.input.origins,
    figures=snakemake.params.figures,
    judge=snakemake.params.judge,
)
