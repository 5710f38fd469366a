"""What an archive says of the test metric of a trained network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sparse_rnn.archive.load import RECORD, archived_record, archived_table
from sparse_rnn.base.origin import digest_of
from sparse_rnn.config import Condition
from sparse_rnn.results.runs import RUN


@dataclass(frozen=True)
class ArchivedMetric:
    """A test metric of the archive, or why there is none to compare with.

    Attributes
    ----------
    value : float or None
        The metric.
    processor : str or None
        The processor that it was computed on.
    reason : str
        Why there is no value; empty if there is one.
    """

    value: float | None = None
    processor: str | None = None
    reason: str = ""


def archived_metric(archive: str | Path, metadata: Mapping) -> ArchivedMetric:
    """Look up the test metric of a network at its epoch, if it was trained with the same settings.

    Parameters
    ----------
    archive : path
        Folder of the archive, e.g. ``data/reference``.
    metadata : Mapping
        What the network is, see `training.models_of_run.model_metadata`.

    Raises
    ------
    FileNotFoundError
        If the archive has a record, but no history.
    ValueError
        If it is damaged.
    """
    if not (Path(archive) / RECORD).is_file():
        return ArchivedMetric(reason=f"no archive in {archive}")
    record = archived_record(archive)
    job = _job_of(record["jobs"], metadata)
    if job is None:
        return ArchivedMetric(reason="not archived")
    if digest_of({**metadata["settings"], "seeds": job["seeds"]}) != job["settings"]:
        return ArchivedMetric(reason="archived with other settings")
    keys = [*RUN, "epoch"]
    history = archived_table(archive, "history").set_index(keys)["test"]
    value = history.get(tuple(metadata[key] for key in keys))
    if value is None:
        return ArchivedMetric(reason=f"epoch {metadata['epoch']} was not tested")
    return ArchivedMetric(float(value), record["environments"][job["environment"]]["processor"])


def _job_of(jobs: Mapping[str, Mapping], metadata: Mapping) -> Mapping | None:
    """Return the record of the archived job that trained a network; None if there is none."""
    condition = Condition(*(metadata[key] for key in RUN[:-1]))
    place = f"train/{'/'.join(condition.wildcards.values())}/"
    found = (job for name, job in jobs.items() if name.startswith(place))
    return next((job for job in found if metadata["seed"] in job["seeds"]), None)
