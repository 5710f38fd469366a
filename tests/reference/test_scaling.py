"""The simulated schedule of the paper, as it is in git, and what is told of it."""

import json
import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECORD = json.loads((ROOT / "figures/reference/scaling.json").read_text(encoding="utf-8"))


def test_the_record_follows_from_the_archive():
    fresh = runpy.run_path(str(ROOT / "benchmarks/schedule.py"))["simulate"]()
    assert fresh == RECORD, "write it anew: python benchmarks/scaling.py schedule"


@pytest.mark.parametrize("seeds", sorted(RECORD["seeds"]))
def test_the_document_quotes_the_record(seeds):
    run = RECORD["seeds"][seeds]
    text = (ROOT / "docs/performance.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\| {seeds} seeds \|(.*)\|$", text, re.MULTILINE)
    jobs, core_hours, *wall_hours, chain = (cell.strip() for cell in row.split("|"))
    assert jobs == f"{run['jobs']:,}"
    quoted = [core_hours, *wall_hours, chain]
    at = [RECORD["cores"].index(cores) for cores in (2, 16, 128, 1000)]
    known = [run["core_hours"], *(run["wall_hours"][place] for place in at), run["chain_hours"]]
    assert quoted == [f"{hours:.1f}" for hours in known]
