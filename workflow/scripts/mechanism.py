from sparse_rnn.base.logs import log_to
from sparse_rnn.config import Condition
from sparse_rnn.studies.mechanism.measure import save_mechanism

log_to(*snakemake.log)
save_mechanism(
    [Condition(**label) for label in snakemake.params.conditions],
    snakemake.input.networks,
    snakemake.params.tolerance,
    effects=snakemake.output.loop_effects,
    loops=snakemake.output.loop_sizes,
    links=snakemake.output.link_sizes,
)
