"""How recurrent weights change: before training, after the last cut, after training.

A weight of zero is no link.  The diagonal is a weight like any other here, as it is for the
strategies that cut.  Strategies that keep the number of links have their last cut at the start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sparse_rnn.config import Condition
from sparse_rnn.results.replicas import by_condition, load_replicas
from sparse_rnn.results.schema import write_table
from sparse_rnn.studies.weights.unimodality import dip_test

START, PRUNED, END = "start", "pruned", "end"
PHASES = (START, PRUNED, END)
SLACK = 1.02  # a schedule whose last cuts are a handful of links has done its work before
BINS = 80


@dataclass(frozen=True)
class Course:
    """The weights of one network in the three phases.

    Attributes
    ----------
    keys : dict
        What names the network in every table: the condition, ``seed`` and ``diverged``.
    epochs : dict of str to int
        Epoch of each phase.
    weights : dict of str to ndarray
        Weights ``(N, N)`` in each phase, float64, ``weights[i, j]`` the link i -> j.
    """

    keys: dict
    epochs: dict[str, int]
    weights: dict[str, np.ndarray]

    def rows(self) -> Iterator[tuple[dict, np.ndarray]]:
        """Yield the keys of each phase and its weights other than zero, ``(E,)``."""
        for phase, weights in self.weights.items():
            yield self.keys | {"phase": phase, "epoch": self.epochs[phase]}, weights[weights != 0]


def read_courses(condition: Condition, *networks: str | Path) -> list[Course]:
    """Return the course of each replica of a condition.

    Parameters
    ----------
    condition : Condition
        Names the rows.
    *networks : path
        The files of its groups; see `results.replicas.load_replicas`.

    Raises
    ------
    ValueError
        If a file is not whole or a weight is not finite.
    """
    arrays = load_replicas(networks, "weights", "epochs", "seeds", "diverged")
    if not np.isfinite(arrays["weights"]).all():
        files = ", ".join(map(str, networks))
        raise ValueError(f"{files} holds weights that are not finite; train these networks anew")
    courses = []
    for r, seed in enumerate(arrays["seeds"].tolist()):
        keys = {**condition.label, "seed": seed, "diverged": int(arrays["diverged"][r])}
        along = arrays["weights"][:, r].astype(float)
        places = dict(zip(PHASES, (0, last_cut(along), len(along) - 1), strict=True))
        epochs = {phase: int(arrays["epochs"][s]) for phase, s in places.items()}
        # copies, or the other snapshots of all networks would stay in memory
        kept = {phase: along[s].copy() for phase, s in places.items()}
        courses.append(Course(keys, epochs, kept))
    return courses


def save_weight_tables(
    conditions: Sequence[Condition], networks: Sequence[str | Path], **tables: str | Path
) -> None:
    """Write what is known of the weights of several conditions.

    Parameters
    ----------
    conditions : sequence of Condition
        Name the rows: whose networks each file has.
    networks : sequence of path
        The files, one per group of replicas; see `read_courses`.
    **tables : path
        csv output of each of `WEIGHT_TABLES`.
    """
    files = by_condition(conditions, networks)
    courses = [read_courses(condition, *own) for condition, own in files.items()]
    for name, path in tables.items():
        # a condition at a time: each has histograms with bins of its own
        write_table(name, path, pd.concat(map(WEIGHT_TABLES[name], courses), ignore_index=True))


def last_cut(weights: np.ndarray) -> int:
    """Return the first snapshot ``(S, N, N)`` with no more links than the last, less 2 % slack."""
    links = (weights != 0).sum((1, 2))
    return int(np.argmax(links <= SLACK * links[-1]))


def weight_histograms(courses: list[Course]) -> pd.DataFrame:
    """Return the distribution of weights in each phase, with the same bins for all networks.

    Returns
    -------
    pandas.DataFrame
        The keys, ``phase``, ``epoch``, the bin's ends ``low`` and ``high``, ``count``.
    """
    return histograms([row for course in courses for row in course.rows()])


def histograms(samples: list[tuple[Mapping, np.ndarray]]) -> pd.DataFrame:
    """Return a row per sample and bin: its keys, ``low``, ``high`` and ``count``.

    The bins are the same for all samples: `BINS` of one width, as many on either side of zero.
    """
    largest = max((np.abs(values).max(initial=0.0) for _, values in samples), default=0.0)
    edges = np.linspace(-1, 1, BINS + 1) * (largest or 1.0)
    bins = {"low": edges[:-1], "high": edges[1:]}
    return pd.concat(
        [
            pd.DataFrame({**keys, **bins, "count": np.histogram(values, edges)[0]})
            for keys, values in samples
        ],
        ignore_index=True,
    )


def weight_shapes(courses: list[Course]) -> pd.DataFrame:
    """Return the size and the bimodality of the weights in each phase.

    A network whose small weights have been cut has a gap around zero and is bimodal by that alone;
    what training adds shows in the rows of phase ``end``.

    Returns
    -------
    pandas.DataFrame
        The keys, ``phase``, ``epoch``, ``links``, their ``mean_abs`` and ``sd``, Hartigan's ``dip``
        and its ``p`` for one mode.
    """
    rows = []
    for course in courses:
        for keys, values in course.rows():
            some = len(values) > 0
            size = {
                "links": len(values),
                "mean_abs": np.abs(values).mean() if some else np.nan,
                "sd": values.std() if some else np.nan,
            }
            rows.append(keys | size | dip_test(values)._asdict())
    return pd.DataFrame(rows)


def sign_survival(courses: list[Course]) -> pd.DataFrame:
    """Return how many of the final links had their sign already after the last cut.

    Returns
    -------
    pandas.DataFrame
        A row per network: the keys, the ``epoch`` of the last cut, ``links`` at the end, how many
        of them were ``present`` then, how many with the ``same_sign``, and the latter as the
        ``share`` of all links at the end and as ``share_of_present``.
    """
    return pd.DataFrame([_survival_row(course) for course in courses])


def _survival_row(course: Course) -> dict:
    before, after = (np.sign(course.weights[phase]) for phase in (PRUNED, END))
    links, present = int((after != 0).sum()), int((before * after != 0).sum())
    same = int((before * after > 0).sum())
    return course.keys | {
        "epoch": course.epochs[PRUNED],
        "links": links,
        "present": present,
        "same_sign": same,
        "share": same / links if links else np.nan,
        "share_of_present": same / present if present else np.nan,
    }


WEIGHT_TABLES: dict[str, Callable[[list[Course]], pd.DataFrame]] = {
    "weight_histograms": weight_histograms,
    "weight_shapes": weight_shapes,
    "sign_survival": sign_survival,
}
"""The tables by name: what is measured of the networks of one condition."""
