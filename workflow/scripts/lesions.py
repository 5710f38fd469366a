from sparse_rnn.experiments.lesions import lesion_networks
from sparse_rnn.logs import log_to

log_to(snakemake.log[0])
lesion_networks(
    snakemake.wildcards.task,
    snakemake.params.orders,
    snakemake.params.settings,
    raw=snakemake.params.raw,
    networks=snakemake.input.networks,
    table=snakemake.output.table,
)
