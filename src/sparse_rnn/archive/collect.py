"""From a run's folder into the archive: what is finished, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from sparse_rnn.archive.budget import by_stage, job_costs
from sparse_rnn.archive.load import RECORD, archived_record, archived_table, table_path
from sparse_rnn.archive.merge_rows import merge
from sparse_rnn.archive.models import collect_models
from sparse_rnn.archive.networks import as_links, links_path, merge_links
from sparse_rnn.archive.superseded import forget, superseded
from sparse_rnn.archive.units import UNITS, Unit, group_of_job, outdated
from sparse_rnn.base.artifacts import (
    load_arrays,
    load_record,
    save_record,
)
from sparse_rnn.base.code_digest import digest
from sparse_rnn.base.origin import digest_of
from sparse_rnn.layout import NETWORKS, WHOLE_TABLES
from sparse_rnn.results.join import lost
from sparse_rnn.results.schema import read_table, write_table
from sparse_rnn.studies.claims.table import write_claims

COUNTING = "sparse_rnn.studies.structure.measure"


def collect(data: str | Path, archive: str | Path, config: Mapping) -> dict[str, list[str]]:
    """Archive the finished jobs of a run; doing so again changes nothing.

    What the archive has of jobs that the run's folder lacks stays, so that a long run may be done
    in several folders, on several machines.  Jobs trained with other settings than the
    configuration has now are left out, and so are the groups of conditions all of whose networks
    diverged, or all of a task with an arm or protocol, and with either what was measured on their
    networks.

    Parameters
    ----------
    data : path
        Folder of the run, e.g. ``data/paper``.
    archive : path
        Folder of the archive, e.g. ``data/reference``.
    config : Mapping
        The configuration of the run.

    Returns
    -------
    dict
        The names of the jobs archived now, by unit; those left out as ``"outdated"`` and
        ``"diverged"``; and as ``"outdated_in_archive"`` what was archived before with other
        settings.

    Raises
    ------
    FileNotFoundError
        If nothing of the run is finished, or it has no benchmarks.
    ValueError
        If a file of the run is damaged; the message names it.
    """
    data, archive = Path(data), Path(archive)
    found = {name: unit.finished(data) for name, unit in UNITS.items()}
    records = origins(data, found)
    late = outdated(records, config)
    diverged = lost_groups(data, [name for name in records if name not in late])
    late += measured_on(late, found)
    diverged += [name for name in measured_on(diverged, found) if name not in late]
    left_out = {*late, *diverged}
    found = {n: [job for job in found[n] if f"{n}/{job}" not in left_out] for n in UNITS}
    if not any(found.values()):
        raise FileNotFoundError(f"nothing is finished in {data}; run the workflow first")
    fresh = {name: record for name, record in records.items() if name not in left_out}
    costs = costs_of(data, found)
    gone = superseded(archived_jobs(archive), fresh, config)
    forget(archive, gone)
    for job in found["train"]:
        collect_networks(data, archive, job)
    for name, unit in UNITS.items():
        collect_tables(data, archive, unit, found[name])
    collect_models(data, archive, found["train"])
    copy_whole_tables(data, archive)
    judge(archive / "tables")
    archived = collect_origins(archive, fresh, config, gone)
    collect_costs(costs, archive)
    left = {"outdated": late, "diverged": diverged}
    return found | left | {"outdated_in_archive": outdated(archived, config)}


def origins(data: Path, found: Mapping[str, list[str]]) -> dict[str, dict]:
    """Return the origin of each job that trained, by unit and name."""
    return {
        f"{name}/{job}": load_record(data / unit.origin.format(job=job))
        for name, unit in UNITS.items()
        for job in (found[name] if unit.origin else ())
    }


def lost_groups(data: Path, names: Sequence[str]) -> list[str]:
    """Return the trained jobs of kinds of networks none of which came through, by unit and name.

    Another group, later, may change that.
    """
    found = []
    for name, unit in UNITS.items():
        jobs = [other.removeprefix(f"{name}/") for other in names if other.startswith(f"{name}/")]
        table, pattern = next(iter(unit.tables.items()))
        parts = [read_table(table, data / pattern.format(job=job)) for job in jobs]
        kinds = lost(pd.concat(parts, ignore_index=True)) if parts else []
        gone = [tuple(kind.values()) for kind in kinds]
        found += [f"{name}/{job}" for job in jobs if unit.kind(job) in gone]
    return found


def measured_on(late: Sequence[str], found: Mapping[str, list[str]]) -> list[str]:
    """Return the jobs that describe networks of other jobs, some of them outdated."""
    return [
        f"{name}/{job}"
        for name, unit in UNITS.items()
        for job in found[name]
        if any(unit.describes(job, other) for other in late)
    ]


def collect_tables(data: Path, archive: Path, unit: Unit, jobs: list[str]) -> None:
    """Archive the rows of a unit's jobs."""
    for name, pattern in unit.tables.items():
        parts = [read_table(name, data / pattern.format(job=job)) for job in jobs]
        merge(name, archive, parts, unit.rows)


def collect_networks(data: Path, archive: Path, job: str) -> None:
    """Archive the networks of a group at the end of training, but dense ones.

    All links of a dense network are there, so that its signs alone say little, and they are many.
    """
    condition, _ = group_of_job(job)
    if condition.sparsity == 0:
        return
    arrays = load_arrays(data / "train" / job / NETWORKS, "weights", "epochs", "seeds")
    merge_links(links_path(archive, condition), as_links(arrays))


def copy_whole_tables(data: Path, archive: Path) -> None:
    """Copy the tables that are not joined from parts."""
    for name in WHOLE_TABLES:
        path = data / "tables" / f"{name}.csv"
        if path.is_file():
            write_table(name, table_path(archive, name), read_table(name, path))


def judge(tables: Path) -> None:
    """Judge the claims by what is archived, so that they are in step with it at any time."""
    archived = {path.stem: path for path in tables.glob("*.csv")}
    write_claims(archived, tables / "claims.csv")


def archived_jobs(archive: Path) -> dict[str, dict]:
    """Return the record of each archived job that trained, by unit and name; none if none is."""
    return archived_record(archive)["jobs"] if (archive / RECORD).is_file() else {}


def collect_origins(
    archive: Path, records: Mapping[str, Mapping], config: Mapping, gone: Sequence[str]
) -> dict[str, dict]:
    """Archive where the networks of each job that trained come from; return all that is archived.

    Jobs that are ``gone`` are taken out.  ``environments`` are told apart by the digests that the
    jobs name.  ``structure`` tells how the networks were counted; no such job leaves a record, for
    the workflow counts again, in minutes, what was counted otherwise.
    """
    counted = digest_of({"code": digest(COUNTING), "settings": config["census"]})
    path = archive / RECORD
    known = archived_record(archive) if path.is_file() else {"environments": {}, "jobs": {}}
    for name, record in records.items():
        environment = record["environment"]
        label = digest_of(environment)
        known["environments"][label] = environment
        known["jobs"][name] = record | {"environment": label}
        if name.startswith("train/"):
            known["jobs"][name]["structure"] = counted
    known["jobs"] = {name: job for name, job in known["jobs"].items() if name not in gone}
    used = {record["environment"] for record in known["jobs"].values()}
    known["environments"] = {k: v for k, v in known["environments"].items() if k in used}
    save_record(path, known | {"config": digest_of(config), "profile": config["profile"]})
    return known["jobs"]


def costs_of(data: Path, found: Mapping[str, list[str]]) -> pd.DataFrame:
    """Return what the jobs that are archived cost, and those of stages that no unit has."""
    costs = job_costs(data)
    stages = {stage: name for name, unit in UNITS.items() for stage in unit.stages}
    kept = [f"{stage}/{job}" for stage, name in stages.items() for job in found[name]]
    return costs[costs["job"].isin(kept) | ~costs["stage"].isin(list(stages))]


def collect_costs(jobs: pd.DataFrame, archive: Path) -> None:
    """Archive what each job cost, and the sums by stage."""
    merge("jobs", archive, [jobs], ["job"])
    costs = by_stage(archived_table(archive, "jobs"))
    write_table("stages", table_path(archive, "stages"), costs)
