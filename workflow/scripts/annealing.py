from sparse_rnn.base.logs import log_to
from sparse_rnn.studies.balanced_networks.annealing import anneal_trials

log_to(*snakemake.log)
anneal_trials(
    snakemake.wildcards.task,
    snakemake.params.hidden,
    snakemake.params.settings,
    snakemake.params.seed,
    networks=snakemake.output.networks,
    trace=snakemake.output.annealing,
)
