"""The schedule's jobs wait for those that Snakemake makes them wait for."""

import json
import runpy
from collections import Counter
from pathlib import Path

from sparse_rnn.layout import STAGES

SCHEDULE = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "schedule.py"))


def test_stages_wait_as_in_the_plan(snakemake, load_profile):
    done = snakemake("--d3dag", "--configfile", "workflow/config/smoke.yaml")
    assert done.returncode == 0, done.stderr
    plan = json.loads(done.stdout)
    rule = {node["id"]: node["value"]["rule"] for node in plan["nodes"]}
    planned = Counter((rule[edge["v"]], rule[edge["u"]]) for edge in plan["edges"])
    waits = SCHEDULE["waits_of"](SCHEDULE["planned_jobs"](load_profile("smoke")))
    ours = Counter(
        (name.split("/")[0], other.split("/")[0]) for name in waits for other in waits[name]
    )
    assert ours == {pair: n for pair, n in planned.items() if set(pair) <= set(STAGES)}
