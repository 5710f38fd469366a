"""What a run cost: processor time, wall time and memory of its jobs, from what they left."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from sparse_rnn.base.logs import read_cost
from sparse_rnn.layout import STAGES
from sparse_rnn.resources import asked
from sparse_rnn.results.pipe_table import pipe_table


def job_costs(data: str | Path) -> pd.DataFrame:
    """Return what each job of a run cost.

    Parameters
    ----------
    data : path
        Folder of the run, with ``benchmarks``.

    Returns
    -------
    DataFrame
        ``job``, e.g. ``train/mg/rnn/set/0.95/1-5``; its ``stage``; ``cpu_seconds`` of all stretches
        of a job that was interrupted (but for what such a stretch did before its first and after
        its last checkpoint); ``wall_seconds`` of the last stretch; ``max_rss_mb``, the largest
        memory seen, NaN for jobs too short to be looked at.

    Raises
    ------
    FileNotFoundError
        If there is no benchmark.
    """
    root = Path(data) / "benchmarks"
    rows = [
        _job(path.relative_to(root).with_suffix(""), Path(data)) for path in root.rglob("*.tsv")
    ]
    if not rows:
        raise FileNotFoundError(f"no benchmarks in {root}; run the workflow first")
    return pd.DataFrame(rows).sort_values("job", ignore_index=True)


def _job(name: Path, data: Path) -> dict:
    """Return the row of a job.

    A job itself records its processor time at its end.  What Snakemake measures misses up to 30 s,
    and the whole of jobs shorter than half a second, whose wall time is then the best guess.
    """
    measured = pd.read_csv(data / "benchmarks" / f"{name}.tsv", sep="\t", na_values=["NA", "-"])
    wall, sampled, memory = measured.loc[0, ["s", "cpu_time", "max_rss"]]
    seconds = read_cost(data / "benchmarks" / f"{name}.json")
    if seconds is None:
        seconds = wall if pd.isna(sampled) else sampled
    return {
        "job": str(name),
        "stage": name.parts[0],
        "cpu_seconds": round(seconds, 1),
        "wall_seconds": round(wall, 1),
        "max_rss_mb": memory,
    }


def by_stage(table: pd.DataFrame) -> pd.DataFrame:
    """Return ``jobs``, ``core_hours`` and ``max_rss_mb`` by stage, and their total."""
    groups = table.groupby("stage")
    stages = pd.DataFrame(
        {
            "jobs": groups.size(),
            "core_hours": groups["cpu_seconds"].sum() / 3600,
            "max_rss_mb": groups["max_rss_mb"].max(),
        }
    ).sort_values(["core_hours", "jobs"], ascending=False)
    total = stages["jobs"].sum(), stages["core_hours"].sum(), stages["max_rss_mb"].max()
    stages.loc["total"] = total
    return stages.astype({"jobs": int}).rename_axis("stage").reset_index()


def costs_as_markdown(stages: pd.DataFrame) -> str:
    """Return the costs by stage as the README shows them."""
    head = "stage", "jobs", "core-hours", "largest memory, MB"
    rows = (
        (row.stage, f"{row.jobs:,}", f"{row.core_hours:.2f}", _memory(row.max_rss_mb))
        for row in stages.itertuples()
    )
    return pipe_table(head, rows)


def _memory(megabytes: float) -> str:
    return "" if pd.isna(megabytes) else f"{megabytes:,.0f}"


def with_asked(table: pd.DataFrame, config: Mapping) -> pd.DataFrame:
    """Return the costs of jobs, with what each asks of a cluster at its first attempt.

    Parameters
    ----------
    table : DataFrame
        As `job_costs` returns it.
    config : Mapping
        The configuration that the jobs are of.

    Returns
    -------
    DataFrame
        The table with ``mem_mb`` and ``runtime`` (minutes), see `resources.asked`; ``memory_share``
        and ``time_share`` are how much of these the job took.
    """
    own = [asked(config, row.stage, _wildcards(row.stage, row.job)) for row in table.itertuples()]
    joined = table.join(pd.DataFrame(own, table.index))
    return joined.assign(
        memory_share=joined["max_rss_mb"] / joined["mem_mb"],
        time_share=joined["wall_seconds"] / 60 / joined["runtime"],
    )


def _wildcards(stage: str, job: str) -> dict[str, str]:
    """Return the wildcards of a job; none of a rule that is no stage."""
    keys = STAGES[stage].keys if stage in STAGES else ()
    # jobs archived before a stage was split name fewer
    return dict(zip(keys, job.split("/")[1:], strict=False))


def asked_as_markdown(table: pd.DataFrame) -> str:
    """Return, of each stage, the jobs that came closest to the memory and the time they ask for."""
    rows = []
    for stage, jobs in table.groupby("stage"):
        memory = jobs.loc[jobs["memory_share"].fillna(0).idxmax()]
        time = jobs.loc[jobs["time_share"].idxmax()]
        minutes = f"{time['wall_seconds'] / 60:,.1f}", f"{time['runtime']:,}"
        rows.append((stage, _memory(memory["max_rss_mb"]), f"{memory['mem_mb']:,}", *minutes))
    return pipe_table(("stage", "memory, MB", "asked for", "time, min", "asked for"), rows)
