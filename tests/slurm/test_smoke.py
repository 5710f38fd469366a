"""The smoke profile on the cluster: training and census of one condition, then all of it."""

import pytest

SMOKE = ("--configfile", "workflow/config/smoke.yaml", "--")
COUNTED = "structure/mg/rnn/set/0.8/1-2/motifs.csv"


@pytest.mark.parametrize(
    ("target", "made"), [(f"data/smoke/{COUNTED}", COUNTED), ("all", "tables/claims.csv")]
)
def test_the_cluster_makes_the_bytes_of_this_machine(on_cluster, run_here, outcome, target, made):
    here = run_here(*SMOKE, target).results
    on_cluster.complete(*SMOKE, target)
    assert made in here
    assert on_cluster.results == here
    jobs = f"{len(on_cluster.slurm_jobs)} jobs of Slurm"
    outcome((f"nothing, up to {made}", jobs, f"same bytes in {len(here)} files"))
