from sparse_rnn.base.logs import log_to
from sparse_rnn.studies.connectome.measure import measure_connectome

log_to(*snakemake.log)
measure_connectome(
    snakemake.input.links,
    snakemake.input.neurons,
    snakemake.params.networks,
    balance=snakemake.output.connectome_balance,
    motifs=snakemake.output.connectome_motifs,
    participation=snakemake.output.connectome_neurons,
)
