from sparse_rnn.base.artifacts import save_record
from sparse_rnn.base.logs import log_to
from sparse_rnn.base.origin import origin
from sparse_rnn.seed_groups import seeds_of_group
from sparse_rnn.studies.balanced_networks.training import train_balanced

log_to(*snakemake.log)
# before training: once its checkpoint is gone, nothing may fail any more
save_record(snakemake.output.origin, origin(snakemake.params.code, snakemake.params.settings))
train_balanced(
    snakemake.wildcards.task,
    snakemake.wildcards.arm,
    seeds_of_group(snakemake.wildcards.trials),
    snakemake.params.settings,
    code=snakemake.params.code,
    raw=snakemake.params.raw,
    series=snakemake.input.series,
    results=snakemake.output.balanced_networks,
    history=snakemake.output.balanced_networks_history,
    networks=snakemake.output.networks,
)
