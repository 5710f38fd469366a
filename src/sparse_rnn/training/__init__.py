"""Training of ensembles: the loop, its checkpoints, and the run of one condition."""
