from pathlib import Path

import numpy as np
import pytest

from sparse_rnn.archive.__main__ import config_of
from sparse_rnn.archive.budget import (
    asked_as_markdown,
    by_stage,
    costs_as_markdown,
    job_costs,
    with_asked,
)
from sparse_rnn.archive.load import archived_table
from sparse_rnn.base.artifacts import save_record

ROOT = Path(__file__).parents[2]

HEADER = "s\th:m:s\tmax_rss\tmax_vms\tmax_uss\tmax_pss\tio_in\tio_out\tmean_load\tcpu_time\n"


@pytest.fixture
def run(tmp_path):
    """A run's benchmarks: one job that tells, one that does not, one too short to measure."""
    for name, line in {
        "train/mg/set/0.9": "7200\t2:00:00\t500.5\t1\t1\t1\t0\t0\t99\t7000",
        "train/mg/set/0.95": "3600\t1:00:00\t400\t1\t1\t1\t0\t0\t99\t3600.04",
        "summary": "0.4\t0:00:00\tNA\tNA\tNA\tNA\tNA\tNA\tNA\tNA",
    }.items():
        path = tmp_path / "benchmarks" / f"{name}.tsv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{HEADER}{line}\n")
    cost = {"cpu_seconds": 7200.0, "cpu_seconds_earlier": 3600.0}
    save_record(tmp_path / "benchmarks/train/mg/set/0.9.json", cost)
    return tmp_path


def test_a_job_costs_what_all_its_stretches_took(run):
    table = job_costs(run).set_index("job")
    assert table["stage"].to_dict() == {
        "summary": "summary",
        "train/mg/set/0.9": "train",
        "train/mg/set/0.95": "train",
    }
    assert table["cpu_seconds"].tolist() == [0.4, 10800.0, 3600.0]
    assert table["wall_seconds"].tolist() == [0.4, 7200.0, 3600.0]
    assert np.isnan(table["max_rss_mb"]["summary"])


def test_stages_and_their_total(run):
    stages = by_stage(job_costs(run))
    assert stages["stage"].tolist() == ["train", "summary", "total"]
    assert stages["jobs"].tolist() == [2, 1, 3]
    assert stages["core_hours"].tolist() == pytest.approx([4, 0.4 / 3600, 4 + 0.4 / 3600])
    assert stages["max_rss_mb"].tolist() == pytest.approx([500.5, np.nan, 500.5], nan_ok=True)


def test_markdown(run):
    assert costs_as_markdown(by_stage(job_costs(run))).splitlines() == [
        "| stage | jobs | core-hours | largest memory, MB |",
        "|---|---|---|---|",
        "| train | 2 | 4.00 | 500 |",
        "| summary | 1 | 0.00 |  |",
        "| total | 3 | 4.00 | 500 |",
    ]


def test_a_run_without_benchmarks_is_told(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no benchmarks in .*; run the workflow first"):
        job_costs(tmp_path)


def test_no_archived_job_took_more_than_it_asks_for(monkeypatch):
    monkeypatch.chdir(ROOT)
    config = config_of(["workflow/config/archived.yaml"])
    jobs = with_asked(archived_table("data/reference", "jobs"), config).set_index("job")
    assert jobs["memory_share"].max() < 0.9
    assert jobs["time_share"].max() < 0.5
    # nor as much of what is there for all as would keep others out
    assert jobs.loc["train/mtc/rnn/dense/0.0/1-5", "memory_share"] > 0.6


def test_markdown_of_what_is_asked_shows_the_jobs_closest_to_their_limits(run):
    table = job_costs(run).assign(mem_mb=[500, 1000, 500], runtime=[10, 100, 240])
    shares = table["max_rss_mb"] / table["mem_mb"], table["wall_seconds"] / 60 / table["runtime"]
    table["memory_share"], table["time_share"] = shares
    assert asked_as_markdown(table).splitlines()[2:] == [
        "| summary |  | 500 | 0.0 | 10 |",
        "| train | 400 | 500 | 120.0 | 100 |",
    ]
