"""Which verdicts an archive changed from a former one, and why.

What is new about the networks of a condition is their number, or how they were trained: the verdict
by the seeds that both archives have tells which of these did it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from sparse_rnn.archive.load import archived_record, archived_table
from sparse_rnn.archive.units import UNITS, unit_and_job
from sparse_rnn.results.pipe_table import pipe_table
from sparse_rnn.results.runs import CONDITION
from sparse_rnn.studies.claims.registry import CLAIMS
from sparse_rnn.studies.claims.seeds import BY_SEED, judged_by_seeds
from sparse_rnn.verdicts.findings import DECIDING, OVERALL
from sparse_rnn.verdicts.rules import NOT_RUN

VERDICT_PLACE = [*CONDITION, "variant"]
VERDICT = ["claim", "scope", *VERDICT_PLACE]
ORIGINS = {"settings": "settings", "code": "code", "environment": "processor or versions"}
"""What of a job's origin may be new, in words."""


def changed_since(former: str | Path, archive: str | Path) -> pd.DataFrame:
    """Return the verdicts that an archive has otherwise than a former one.

    Parameters
    ----------
    former, archive : path
        Folders of the two archives.

    Returns
    -------
    pandas.DataFrame
        The ``claim``, its ``scope``, the condition, ``before`` and ``now`` (none where one archive
        has no such condition), the numbers of networks ``n_before`` and ``n_now``, the verdict now
        by the ``former_seeds`` alone (of claims that seeds tell apart), and in words ``why``: what
        else is new.  A claim over all has a row whether or not it changed.

    Raises
    ------
    FileNotFoundError
        If an archive lacks its claims or its record.
    ValueError
        If either is damaged.
    """
    old, new = (_verdicts(folder) for folder in (former, archive))
    table = old.join(new, how="outer", lsuffix="_before", rsuffix="_now").reset_index()
    table = table.rename(columns={"verdict_before": "before", "verdict_now": "now"})
    table = table.join(_by_former_seeds(former, archive), on=VERDICT)
    other = table["before"].fillna(NOT_RUN) != table["now"].fillna(NOT_RUN)
    table = table[other | (table["scope"] == OVERALL)].copy()
    records = [archived_record(folder) for folder in (former, archive)]
    table["why"] = [_why(row, *records) for row in table.to_dict("records")]
    order = {claim: place for place, claim in enumerate(CLAIMS)}
    return table.sort_values("claim", key=lambda keys: keys.map(order), kind="stable")


def _verdicts(archive: str | Path) -> pd.DataFrame:
    """Return verdict and number of networks of each condition that decides, and over all."""
    return _by_place(archived_table(archive, "claims"))[["verdict", "n"]]


def _by_former_seeds(former: str | Path, archive: str | Path) -> pd.Series:
    """Return the verdicts of an archive by the networks alone whose seeds a former one has too."""
    names = {name for key in BY_SEED for name in CLAIMS[key].tables}
    old, new = ({name: archived_table(a, name) for name in names} for a in (former, archive))
    found = []
    for key in BY_SEED:
        seeds = set().union(*(old[name]["seed"] for name in CLAIMS[key].tables))
        found.append(judged_by_seeds(key, new, seeds))
    return _by_place(pd.concat(found, ignore_index=True))["verdict"].rename("former_seeds")


def _by_place(claims: pd.DataFrame) -> pd.DataFrame:
    """Return a table of claims with a row for each verdict, by what names it."""
    claims = claims[claims["scope"].isin([DECIDING, OVERALL])]
    words = (
        claims[VERDICT_PLACE].astype(object).where(claims[VERDICT_PLACE].notna(), "").astype(str)
    )
    return claims.assign(**words).drop_duplicates(VERDICT).set_index(VERDICT)


def _why(row: Mapping, former: Mapping, record: Mapping) -> str:
    """Tell what is new about a condition besides its verdict."""
    if row["scope"] == OVERALL:
        return ""
    if row["claim"] not in CLAIMS:
        return "the claim is not judged any more"
    n = " to ".join("none" if n != n else f"{n:g}" for n in (row["n_before"], row["n_now"]))
    numbers = [f"n {n}"] if row["n_before"] != row["n_now"] else []
    before, now = (_origins(row, old) for old in (former, record))
    others = [words for key, words in ORIGINS.items() if before[key] != now[key]]
    if numbers and row["former_seeds"] == row["before"]:
        others = []  # by as many networks the verdict is as it was
    elif others and row["former_seeds"] == row["now"]:
        numbers = []  # with no more networks the verdict is what it is now
    return ", ".join(numbers + others) or "a rule of judgement"


def _origins(row: Mapping, record: Mapping) -> dict[str, set[str]]:
    """Return the settings, codes and environments of the networks that a condition judges."""
    units = set(_trained_by(CLAIMS[row["claim"]].tables))
    found: dict[str, set[str]] = {key: set() for key in ORIGINS}
    for name, job in record["jobs"].items():
        if name.split("/", 1)[0] in units and _judged(row, name):
            for key in ORIGINS:
                found[key].add(job[key])
    return found


def _trained_by(tables: Iterable[str]) -> list[str]:
    """Return the units that train what some tables tell of."""
    names = [name for name, unit in UNITS.items() if not unit.tables.keys().isdisjoint(tables)]
    return [UNITS[name].of or name for name in names]


def _judged(row: Mapping, name: str) -> bool:
    """Tell whether a condition judges a job's networks: what names both agrees."""
    unit, job = unit_and_job(name)
    place = unit.wildcards(job)
    return all(row[key] in ("", part) for key, part in place.items() if key in VERDICT_PLACE)


def changes_as_markdown(table: pd.DataFrame) -> str:
    """Return a table from `changed_since` as Markdown: over all claims, then single conditions."""
    rows = []
    overall = table["scope"] == OVERALL
    told = {name: table[name].fillna(NOT_RUN) for name in ("before", "now")}
    told["former_seeds"] = table["former_seeds"].fillna("")
    for row in pd.concat([table[overall], table[~overall]]).assign(**told).to_dict("records"):
        words = " ".join(row[key] for key in VERDICT_PLACE if row[key])
        place = "all" if row["scope"] == OVERALL else words
        verdicts = (row[name] for name in ("before", "former_seeds", "now"))
        rows.append((row["claim"], place, *verdicts, row["why"]))
    head = "claim", "condition", "before", "now, former seeds", "now, all seeds", "why"
    return pipe_table(head, rows)
