from sparse_rnn.base.logs import log_to
from sparse_rnn.studies.lesions.measure import lesion_networks

log_to(*snakemake.log)
lesion_networks(
    snakemake.wildcards.task,
    snakemake.params.orders,
    snakemake.params.settings,
    raw=snakemake.params.raw,
    networks=snakemake.input.networks,
    table=snakemake.output.lesions,
)
