"""The table of the claims: every claim in every condition, and over all."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from sparse_rnn.results.intervals import Interval
from sparse_rnn.results.judging import can_judge
from sparse_rnn.results.schema import read_table, write_table
from sparse_rnn.results.schema.tables import SCHEMA
from sparse_rnn.studies.claims.registry import CLAIMS, Claim
from sparse_rnn.verdicts.findings import DECIDING, OVERALL, REPORTED, Finding, not_run
from sparse_rnn.verdicts.limits import PAPER_TASKS
from sparse_rnn.verdicts.power import smallest_effect
from sparse_rnn.verdicts.rules import CANNOT_JUDGE, NOT_RUN, REPRODUCED, VERDICTS, overall
from sparse_rnn.verdicts.words import OVER_ALL


def write_claims(tables: Mapping[str, str | Path], path: str | Path, judge: bool = True) -> None:
    """Judge every claim by the tables that there are, and write what was found.

    Parameters
    ----------
    tables : Mapping of str to path
        csv tables by name; one that does not exist leaves its claims without a verdict.
    path : path
        csv output, see `claims_table`.
    judge : bool, optional
        Whether the tables are of networks that say something of the claims, see
        `results.judging.can_judge`.

    Raises
    ------
    ValueError
        If a table is there but not as its schema says; the message names the table and the column.
    """
    needed = dict.fromkeys(
        name for claim in CLAIMS.values() for name in (*claim.tables, *claim.beside_tables)
    )
    found = {
        name: read_table(name, tables[name])
        for name in needed
        if name in tables and Path(tables[name]).exists()
    }
    write_table("claims", path, where_it_can(claims_table(found), judge))


def where_it_can(claims: pd.DataFrame, judge: bool = True) -> pd.DataFrame:
    """Return a table of claims whose verdicts on what cannot be judged say so.

    Small runs show that all steps work; their estimates stay, but say nothing of the claims.

    Parameters
    ----------
    claims : pandas.DataFrame
        See `claims_table`.
    judge : bool, optional
        See `results.judging.can_judge`; the conditions of each claim that ran are counted.
    """
    ran = claims["verdict"].isin([v for v in VERDICTS if v != NOT_RUN])
    networks = claims[ran & (claims["scope"] == DECIDING)].groupby("claim")["n"]
    able = [key for key, own in networks if can_judge(own.to_list(), judge)]
    ran &= ~claims["claim"].isin(able)
    overall_too = ran & (claims["scope"] == OVERALL)
    claims = claims.assign(
        verdict=claims["verdict"].mask(ran, CANNOT_JUDGE),
        estimate=claims["estimate"].mask(overall_too),
    )
    claims.loc[overall_too, "note"] = [
        f"{n} conditions ran, too small to judge by" for n in claims.loc[overall_too, "n"]
    ]
    return claims


def claims_table(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what the tables say of every claim, a row per condition and statistic.

    Returns
    -------
    pandas.DataFrame
        ``claim``, its ``statement`` and whose ``wording`` that is; the condition's ``task, model,
        strategy, sparsity`` (none where pooled) and ``variant``; the ``statistic`` in words, its
        number ``n`` of networks (of C5, of series of networks; where it is over conditions, of
        these), ``estimate``, the ends ``low`` and ``high`` of its 95 %
        interval, the ``limit`` that it is compared with and the ``smallest_effect`` that n tells
        from it (see `power`); the condition's ``verdict``; the ``scope`` (of a condition that
        decides, or reported beside it, or over all conditions); a ``note``; and the notebook to
        ``see``.
    """
    rows = [row for key, claim in CLAIMS.items() for row in rows_of_claim(key, claim, tables)]
    return pd.DataFrame(rows, columns=SCHEMA["claims"].names)


def judged_claim(key: str, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of one claim alone, without what is reported beside it; see `claims_table`.

    Parameters
    ----------
    key : str
        The claim.
    tables : Mapping of str to pandas.DataFrame
        Tables by name, those that the claim is judged by among them.
    """
    rows = rows_of_claim(key, replace(CLAIMS[key], beside=()), tables)
    return pd.DataFrame(rows, columns=SCHEMA["claims"].names)


def rows_of_claim(key: str, claim: Claim, tables: Mapping[str, pd.DataFrame]) -> list[dict]:
    """Return the findings of a claim, and that over all of them, as rows of the table."""
    found = assess(claim, tables)
    names = {"claim": key, "statement": claim.statement, "wording": claim.wording}
    names |= {"see": claim.see}
    return [names | as_row(finding) for finding in [*found, over_all(found)]]


def assess(claim: Claim, tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Return the findings of a claim; what is missing is a finding too.

    A task that the paper does not have is reported, and has no say: three recordings of human
    activity are not the paper's 25.
    """
    missing = [name for name in claim.tables if name not in tables]
    if missing:
        return [not_run(f"there is no table {', '.join(missing)}")]
    judges = (claim.findings, *claim.beside)
    found = [beside(finding) for judge in judges for finding in judge(tables)]
    there = [f.condition.items() for f in found if f.scope == DECIDING]
    why = f"no such network in the table{'s' if len(claim.tables) > 1 else ''} "
    why += " and ".join(claim.tables)
    lacking = (place for place in claim.places() if not any(place.items() <= t for t in there))
    return found + [not_run(why, **place) for place in lacking]


def beside(finding: Finding) -> Finding:
    """Return a finding as reported if its task is not the paper's; any other as it is."""
    ours = finding.condition.get("task", PAPER_TASKS[0]) not in PAPER_TASKS
    return replace(finding, scope=REPORTED) if ours else finding


def over_all(found: Sequence[Finding]) -> Finding:
    """Return the finding over all conditions of a claim that decide on it."""
    verdicts = list(
        {
            (*finding.condition.items(), finding.variant): finding.verdict
            for finding in found
            if finding.scope == DECIDING
        }.values()
    )
    count = {verdict: verdicts.count(verdict) for verdict in VERDICTS}
    ran = len(verdicts) - count[NOT_RUN]
    estimate = count[REPRODUCED] if ran else math.nan
    words = f"{count[REPRODUCED]} of {ran} reproduced"
    others = (verdict for verdict in VERDICTS if verdict not in (REPRODUCED, NOT_RUN))
    words += "".join(f", {count[verdict]} {verdict}" for verdict in others if count[verdict])
    lacking = [" ".join(map(str, f.condition.values())) for f in found if f.verdict == NOT_RUN]
    words += f"; not run: {', '.join(dict.fromkeys(lacking))}" if any(lacking) else ""
    interval = Interval(ran, estimate, math.nan, math.nan)
    return Finding(OVER_ALL, interval, float(ran), overall(verdicts), scope=OVERALL, note=words)


def as_row(finding: Finding) -> dict:
    """Return a finding as the columns of the table that hold it."""
    n, estimate, low, high = finding.interval
    names = ("variant", "statistic", "limit", "verdict", "scope", "note")
    numbers = {"n": n, "estimate": estimate, "low": low, "high": high}
    of_parts = not math.isnan(finding.smallest)
    told = finding.smallest if of_parts else smallest_effect(finding.statistic, finding.interval)
    numbers |= {"smallest_effect": told}
    return dict(finding.condition) | numbers | {name: getattr(finding, name) for name in names}
