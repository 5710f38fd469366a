"""Archived groups of networks that give way to fresh ones of the same kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from sparse_rnn.archive.load import table_path
from sparse_rnn.archive.models import drop_models
from sparse_rnn.archive.networks import drop_links, links_path
from sparse_rnn.archive.units import UNITS, group_of_job, outdated, unit_and_job
from sparse_rnn.results.schema import read_table, write_table


def superseded(
    archived: Mapping[str, Mapping], fresh: Mapping[str, Mapping], config: Mapping
) -> list[str]:
    """Return the archived training jobs that fresh ones of their kind replace.

    Those are the ones whose seeds (and trials) all come again, in groups of other sizes, and those
    that were trained with other settings: the networks of a kind differ by trial and seed only.

    Parameters
    ----------
    archived, fresh : Mapping
        The origin of each job by unit and name, e.g. ``train/mg/rnn/set/0.95/1-5``.
    config : Mapping
        The configuration of the fresh ones.
    """
    groups = {name: _group(name) for name in archived if name not in fresh}
    late = outdated({name: archived[name] for name in groups}, config)
    again: dict[tuple, set] = {}
    for kind, numbers in map(_group, fresh):
        again.setdefault(kind, set()).update(numbers)
    return [
        name
        for name, (kind, numbers) in groups.items()
        if kind in again and (name in late or again[kind].issuperset(numbers))
    ]


def forget(archive: str | Path, names: Sequence[str]) -> None:
    """Take the networks of some training jobs, and the rows that tell of them, out of an archive.

    Parameters
    ----------
    archive : path
        Folder of the archive.
    names : sequence of str
        The jobs by unit and name.
    """
    for name in names:
        unit, job = unit_and_job(name)
        rows = [
            dict(zip(unit.rows, (*unit.kind(job), *numbers), strict=True))
            for numbers in unit.numbers(job)
        ]
        described = [other for other in UNITS.values() if other.of == name.split("/", 1)[0]]
        for table in (table for own in (unit, *described) for table in own.tables):
            _drop_rows(archive, table, rows)
        _drop_rows(archive, "jobs", [{"job": f"{stage}/{job}"} for stage in unit.stages])
        if name.startswith("train/"):
            condition, seeds = group_of_job(job)
            drop_links(links_path(archive, condition), seeds)
            drop_models(archive, condition, seeds)


def _drop_rows(archive: str | Path, name: str, gone: Sequence[Mapping]) -> None:
    """Take the rows that agree with one of some records out of an archived table, if it is there.

    Columns that the table lacks count as agreed: it tells of all their values at once.
    """
    path = table_path(archive, name)
    if path.is_file():
        rows = read_table(name, path)
        keys = [key for key in gone[0] if key in rows]
        values = pd.MultiIndex.from_frame(pd.DataFrame(gone)[keys])
        write_table(name, path, rows[~pd.MultiIndex.from_frame(rows[keys]).isin(values)])


def _group(name: str) -> tuple[tuple, set]:
    """Return the unit and kind of a job's networks, and their seeds, or trials and seeds."""
    unit, job = unit_and_job(name)
    return (unit.stages, *unit.kind(job)), unit.numbers(job)
