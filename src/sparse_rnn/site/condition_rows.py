"""The table of conditions in HTML, which a script makes sortable and a reader can filter."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from html import escape

import pandas as pd

from sparse_rnn.config import Condition
from sparse_rnn.results.conditions import TOLD
from sparse_rnn.results.quote import quote
from sparse_rnn.results.runs import CONDITION, LOWER_IS_BETTER
from sparse_rnn.site.conditions import CURVES, named, page_name

IN_TABLE = [name for name in TOLD if name != "eta_before"]
"""What the table has room for."""

_FILTERED = ("task", "model", "strategy", "sparsity")


def conditions_html(rows: pd.DataFrame, archived: Collection[Condition], networks: str) -> str:
    """Return the table, in a box that scrolls by itself on a narrow screen.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `conditions.condition_table` returns it.
    archived : collection of Condition
        The conditions of which the archive has the networks.
    networks : str
        Address of the folder of the networks, seen from the page.
    """
    heads = [f'<th scope="col" data-filter="{name}">{name}</th>' for name in _FILTERED]
    heads += [
        f'<th scope="col">{words}</th>' for words in ("n", *(TOLD[name] for name in IN_TABLE))
    ]
    heads.append('<th scope="col" data-plain="">networks</th>')
    body = [row_html(row, archived, networks) for row in rows.to_dict("records")]
    return "\n".join(
        [
            '<div class="scroll" role="region" aria-label="Table of conditions" tabindex="0">',
            '<table id="conditions" class="conditions">',
            "<caption>Means of n networks with 95 % t intervals.</caption>",
            f"<thead><tr>{''.join(heads)}</tr></thead>",
            "<tbody>",
            *body,
            "</tbody></table></div>",
        ]
    )


def row_html(row: Mapping, archived: Collection[Condition], networks: str) -> str:
    """Return the row of a condition."""
    condition = Condition(*(row[key] for key in CONDITION))
    page = f"{CURVES}/{page_name(condition)}.html"
    names = named(condition)
    first = f'<th scope="row"><a href="{page}">{escape(names.pop("task"))}</a></th>'
    cells = [f"<td>{escape(words)}</td>" for words in (*names.values(), str(row["n"]))]
    cells += [number_html(row, name) for name in IN_TABLE]
    file = f"{networks}/{'/'.join(condition.wildcards.values())}.tsv.gz"
    link = f'<a href="{file}" aria-label="networks of {escape(title_of(condition))}">file</a>'
    cells.append(f"<td>{link if condition in archived else 'not kept'}</td>")
    return f"<tr>{first}{''.join(cells)}</tr>"


def number_html(row: Mapping, name: str) -> str:
    """Return the cell of a measure: its mean, by which it is sorted, and its interval below."""
    mean, interval = quoted_parts(row, name)
    value = row[name]
    key = "" if pd.isna(value) else f' data-value="{value!r}"'
    small = f"<small>{interval}</small>" if interval else ""
    return f"<td{key}>{mean}{error_mark(row, name)}{small}</td>"


def quoted_parts(row: Mapping, name: str) -> tuple[str, str]:
    """Return the mean of a measure and its interval as they are quoted."""
    text = quote(row[name], row[f"{name}_low"], row[f"{name}_high"])
    mean, _, interval = text.partition(" ")
    return mean, interval


def error_mark(row: Mapping, name: str) -> str:
    """Return the word that tells an error, of which less is better, from an accuracy."""
    return " (error)" if name == "metric" and row["task"] in LOWER_IS_BETTER else ""


def title_of(condition: Condition) -> str:
    """Return a condition as a heading has it."""
    *words, sparsity = named(condition).values()
    return ", ".join([*words, f"{sparsity} sparse"] if condition.sparsity else words)
