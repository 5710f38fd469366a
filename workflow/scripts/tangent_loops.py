from sparse_rnn.base.artifacts import save_record
from sparse_rnn.base.logs import log_to
from sparse_rnn.base.origin import origin
from sparse_rnn.studies.lesions.training import train_tangent_loops

log_to(*snakemake.log)
# before training: once its checkpoint is gone, nothing may fail any more
save_record(snakemake.output.origin, origin(snakemake.params.code, snakemake.params.settings))
train_tangent_loops(
    snakemake.wildcards.task,
    snakemake.params.construction,
    snakemake.params.settings,
    code=snakemake.params.code,
    raw=snakemake.params.raw,
    networks=snakemake.output.networks,
    history=snakemake.output.tangent_loops_history,
)
