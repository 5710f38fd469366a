from sparse_rnn.base.artifacts import save_record
from sparse_rnn.base.logs import log_to
from sparse_rnn.base.origin import origin
from sparse_rnn.config import Condition
from sparse_rnn.studies.structure.measure import mean_eta
from sparse_rnn.training.condition import train_condition

log_to(*snakemake.log)
# before training: once its checkpoint is gone, nothing may fail any more
save_record(snakemake.output.origin, origin(snakemake.params.code, snakemake.params.settings))
train_condition(
    Condition.of_job(dict(snakemake.wildcards.items())),
    snakemake.params.settings,
    code=snakemake.params.code,
    raw=snakemake.params.raw,
    networks=snakemake.output.networks,
    history=snakemake.output.history,
    models=snakemake.output.models,
    eta=mean_eta,
)
