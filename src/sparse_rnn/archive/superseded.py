"""Archived groups of replicas that give way to fresh ones of the same condition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from sparse_rnn.archive.load import table_path
from sparse_rnn.archive.networks import drop_links, links_path
from sparse_rnn.archive.units import UNITS, group_of_job, outdated
from sparse_rnn.config import Condition
from sparse_rnn.results.schema import read_table, write_table


def superseded(
    archived: Mapping[str, Mapping], fresh: Mapping[str, Mapping], config: Mapping
) -> list[str]:
    """Return the archived training jobs that fresh ones of their condition replace.

    Those are the ones whose seeds all come again, in groups of other sizes, and those that were
    trained with other settings: the replicas of a condition differ by seed only.

    Parameters
    ----------
    archived, fresh : Mapping
        The origin of each job by unit and name, e.g. ``train/mg/rnn/set/0.95/1-5``.
    config : Mapping
        The configuration of the fresh ones.
    """
    trained = [name for name in archived if name.startswith("train/") and name not in fresh]
    late = outdated({name: archived[name] for name in trained}, config)
    again: dict[Condition, set[int]] = {}
    for condition, seeds in (_group(name) for name in fresh if name.startswith("train/")):
        again.setdefault(condition, set()).update(seeds)
    groups = {name: _group(name) for name in trained}
    return [
        name
        for name, (condition, seeds) in groups.items()
        if condition in again and (name in late or again[condition].issuperset(seeds))
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
    if not names:
        return
    unit = UNITS["train"]
    for condition, seeds in map(_group, names):
        runs = pd.MultiIndex.from_tuples([(*condition.label.values(), seed) for seed in seeds])
        for table in unit.tables:
            _drop_rows(archive, table, unit.rows, runs)
        drop_links(links_path(archive, condition), seeds)
    jobs = [f"{stage}/{name.removeprefix('train/')}" for name in names for stage in unit.stages]
    _drop_rows(archive, "jobs", ["job"], pd.MultiIndex.from_tuples([(job,) for job in jobs]))


def _drop_rows(archive: str | Path, name: str, keys: Sequence[str], values: pd.MultiIndex) -> None:
    """Take the rows with some values of the keys out of an archived table, if it is there."""
    path = table_path(archive, name)
    if path.is_file():
        rows = read_table(name, path)
        write_table(name, path, rows[~pd.MultiIndex.from_frame(rows[keys]).isin(values)])


def _group(name: str) -> tuple[Condition, list[int]]:
    return group_of_job(name.removeprefix("train/"))
