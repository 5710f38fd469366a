from sparse_rnn.experiments.balanced_networks import anneal_trials
from sparse_rnn.logs import log_to

log_to(snakemake.log[0])
anneal_trials(
    snakemake.wildcards.task,
    snakemake.params.hidden,
    snakemake.params.settings,
    snakemake.params.seed,
    networks=snakemake.output.networks,
    trace=snakemake.output.trace,
)
