"""Whether a run from scratch agrees with the archive, condition by condition.

Where code, versions and processor are the archived ones, all is expected to be equal to the last
digit.  Elsewhere sums are rounded otherwise, training amplifies that, and the networks are other
draws of the same kind: their means over seeds are compared.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sparse_rnn.archive.collect import JOBS
from sparse_rnn.archive.contents import archived_record, archived_table, present
from sparse_rnn.archive.networks import ENDING, FOLDER, read_links
from sparse_rnn.archive.stages import STAGES
from sparse_rnn.archive.tables import rows_of
from sparse_rnn.artifacts import load_table
from sparse_rnn.config import Condition
from sparse_rnn.statistics import RUN, final_metric, last_epoch, mean_interval, without_diverged

LEVEL = 0.99
"""Of the interval in which the mean over as many further seeds is expected."""

SLACK = {"metric": 0.02, "eta": 0.02, "density": 0.002}
"""What may differ in any case: metric and density relative to their mean, eta absolutely.

Intervals of few seeds that happen to agree would be too narrow, and one seed has none.
"""


def compare(archive: str | Path, fresh: str | Path, condition: Condition) -> pd.DataFrame:
    """Compare the networks of a condition in two archives.

    Parameters
    ----------
    archive, fresh : path
        The archive, and that of the run from scratch.
    condition : Condition
        Which networks.

    Returns
    -------
    DataFrame
        A row per ``quantity``: its ``archived`` and ``fresh`` value, the ``tolerance`` and whether
        they ``agree``; the condition's ``job``, and whether both were made by the same code,
        settings, versions and kind of processor (``same_origin``).  The first row counts the parts
        (tables, and links) that are equal, as all must be if the origin is the same; the others,
        means over seeds, are there if some part is not.
    """
    place = "/".join(condition.wildcards.values())
    same = same_origin(archive, fresh, place)
    equal = equal_parts(archive, fresh, condition, place)
    rows = [
        {
            "quantity": "equal bytes",
            "archived": len(equal),
            "fresh": sum(equal.values()),
            "tolerance": 0 if same else None,
            "agree": all(equal.values()) or not same,
        }
    ]
    if not all(equal.values()):
        old, new = (values(folder, condition) for folder in (archive, fresh))
        rows += [compare_means(name, old[name], new[name]) for name in SLACK]
    return pd.DataFrame(rows).assign(job=place, same_origin=same)


def same_origin(archive: str | Path, fresh: str | Path, place: str) -> bool:
    """Tell whether a condition was trained by the same code, versions and kind of processor."""
    keys = ("code", "environment", "settings")
    records = [archived_record(folder)["jobs"][f"training/{place}"] for folder in (archive, fresh)]
    return all(records[0][key] == records[1][key] for key in keys)


def equal_parts(
    archive: str | Path, fresh: str | Path, condition: Condition, place: str
) -> dict[str, bool]:
    """Tell which tables of a condition, and whether its links, are equal to the last digit."""
    folders = Path(archive), Path(fresh)
    equal = {}
    for kind in STAGES["training"].tables:
        old, new = (
            rows_of(archived_table(folder, kind, RUN), condition.label).to_csv()
            for folder in folders
        )
        equal[kind] = old == new
    if condition.sparsity:
        old, new = (read_links(folder / FOLDER / f"{place}{ENDING}") for folder in folders)
        equal["links"] = old == new
    return equal


def values(archive: str | Path, condition: Condition) -> dict[str, pd.Series]:
    """Return test metric, eta after training and final density of the seeds of a condition."""
    history, balance = (
        without_diverged(rows_of(archived_table(archive, kind, [*RUN, column]), condition.label))
        for kind, column in (("history", "density"), ("balance", "eta"))
    )
    return {
        "metric": final_metric(history)["metric"],
        "eta": last_epoch(balance)["eta"],
        "density": last_epoch(history)["density"],
    }


def compare_means(name: str, old: pd.Series, new: pd.Series) -> dict:
    """Compare the means of a quantity over the seeds of two runs.

    The tolerance is the half-width of the interval for the mean of as many further seeds (that of
    the mean times the root of two), but at least `SLACK`.
    """
    n, mean, _, high = mean_interval(old, LEVEL)
    slack = SLACK[name] * (1 if name == "eta" else abs(mean))
    spread = 2**0.5 * (high - mean) if n > 1 else 0.0
    tolerance = max(slack, spread)
    fresh = mean_interval(new).mean
    agree = len(old) == 0 == len(new) or bool(abs(fresh - mean) <= tolerance)
    values = {"archived": mean, "fresh": fresh, "tolerance": tolerance}
    return {"quantity": name, **values, "agree": agree}


def costs(archive: str | Path) -> dict[str, float]:
    """Return the processor seconds of the archived conditions by place, training and census."""
    path = present(Path(archive) / JOBS)
    table = load_table(path, ["job", "cpu_seconds"]).set_index("job")["cpu_seconds"]
    names = archived_record(archive)["jobs"]
    places = [name.removeprefix("training/") for name in names if name.startswith("training/")]
    return {place: table.reindex([f"train/{place}", f"census/{place}"]).sum() for place in places}
