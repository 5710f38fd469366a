from sparse_rnn.artifacts import save_record
from sparse_rnn.experiments.balanced_training import train_balanced
from sparse_rnn.logs import log_to
from sparse_rnn.origin import origin

log_to(snakemake.log[0])
train_balanced(
    *snakemake.wildcards,
    snakemake.params.settings,
    code=snakemake.params.code,
    raw=snakemake.params.raw,
    series=snakemake.input.series,
    results=snakemake.output.results,
    history=snakemake.output.history,
    networks=snakemake.output.networks,
)
save_record(snakemake.output.origin, origin(snakemake.params.code, snakemake.params.settings))
