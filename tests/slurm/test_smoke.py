"""The smoke profile, all of it, on the cluster."""

SMOKE = ("--configfile", "workflow/config/smoke.yaml")


def test_the_cluster_makes_the_bytes_of_this_machine(on_cluster, run_here, outcome):
    on_cluster.complete(*SMOKE)
    here = run_here(*SMOKE).results
    assert "tables/claims.csv" in here
    assert on_cluster.results == here
    jobs = f"{len(on_cluster.slurm_jobs)} jobs of Slurm"
    outcome(("no fault, the smoke profile", jobs, f"same bytes in {len(here)} files"))
