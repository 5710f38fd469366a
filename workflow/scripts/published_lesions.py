from sparse_rnn.base.logs import log_to
from sparse_rnn.studies.published.lesions import lesion_published

log_to(*snakemake.log)
lesion_published(
    snakemake.wildcards.task,
    snakemake.params.orders,
    snakemake.params.settings,
    raw=snakemake.params.raw,
    lesions=snakemake.output.published_lesions,
    metrics=snakemake.output.published_metrics,
)
