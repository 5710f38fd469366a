"""The schema written down: a page for people, and a Frictionless Data Package for programs."""

from __future__ import annotations

import json

from sparse_rnn.catalog import TASKS
from sparse_rnn.results.pipe_table import pipe_table
from sparse_rnn.results.schema.declare import Column, Table
from sparse_rnn.results.schema.tables import SCHEMA

INTRODUCTION = """\
# Tables

Every table is a csv file in UTF-8 with a header; an empty field is a missing value. A run writes
its tables to `data/<profile>/tables`. The archive keeps the tables of the paper's configuration in
[data/reference](../data/reference/README.md), described for programs as a Frictionless Data Package
in [datapackage.json](../data/reference/datapackage.json). In Python,
`sparse_rnn.results.schema.read_table("history", path)` reads a table and checks it.

`w_ij` is the weight of the link i→j. The metric of a task is {metrics}.

`make tables` writes this page from the schema in
[results/schema](../src/sparse_rnn/results/schema). Do not edit it by hand.
"""


def documents() -> dict[str, str]:
    """Return the text of each document by its path in the repository."""
    package = json.dumps(as_data_package(), indent=2, ensure_ascii=False)
    return {
        "docs/tables.md": as_markdown_page(),
        "data/reference/datapackage.json": package + "\n",
    }


def as_markdown_page() -> str:
    """Return the page of all tables."""
    rows = ((f"[{t.name}](#{t.name})", t.title.lower()) for t in SCHEMA.values())
    first = INTRODUCTION.format(metrics=_metrics()), pipe_table(("table", "what"), rows)
    return "\n".join([*first, *map(_section, SCHEMA.values())]) + "\n"


def _metrics() -> str:
    """Return the metric of each task in words."""
    metrics: dict[str, list[str]] = {}
    for name, task in TASKS.items():
        worse = "" if task.higher_is_better else " (less is better)"
        metrics.setdefault(f"{task.metric.partition(' (')[0].lower()}{worse}", []).append(name)
    return "; ".join(f"{metric} for {', '.join(names)}" for metric, names in metrics.items())


def _section(table: Table) -> str:
    """Return the section of a table."""
    where = f"Archived as `{table.path}`." if table.path else "Not archived."
    key = ", ".join(f"`{name}`" for name in table.key)
    lines = [f"\n## {table.name}", f"\n{table.title}. {table.row} {where}", f"\nKey: {key}.\n"]
    head = "column", "type", "unit", "missing", "meaning"
    return "\n".join([*lines, pipe_table(head, map(_cells, table.columns))])


def _cells(column: Column) -> tuple[str, ...]:
    """Return what is told of a column."""
    values = ", ".join(f"`{value}`" for value in column.values)
    meaning = f"{column.meaning} One of {values}." if values else column.meaning
    missing = "may be" if column.missing else ""
    return f"`{column.name}`", column.type, column.unit, missing, meaning


def as_data_package() -> dict:
    """Return the descriptor of the archived tables, see https://specs.frictionlessdata.io."""
    return {
        "profile": "tabular-data-package",
        "name": "sparse-rnn-reference",
        "title": "Archived results of sparse recurrent networks and their signed structure",
        "description": "Results of the paper's configuration; see README.md.",
        "resources": [_resource(table) for table in SCHEMA.values() if table.path],
    }


def _resource(table: Table) -> dict:
    """Return the descriptor of an archived table.

    The specification asks for a value in every column of a primary key.  A table whose key has
    columns that may be missing has none there.
    """
    schema = {"fields": list(map(_field, table.columns)), "missingValues": [""]}
    if not any(column.missing for column in table.columns if column.name in table.key):
        schema["primaryKey"] = list(table.key)
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": table.path,
        "title": table.title,
        "description": table.row,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(column: Column) -> dict:
    """Return the descriptor of a column; ``unit`` is a property of our own."""
    field = {"name": column.name, "type": column.type, "description": column.meaning}
    if column.unit:
        field["unit"] = column.unit
    field["constraints"] = {"required": not column.missing}
    if column.values:
        field["constraints"]["enum"] = list(column.values)
    return field
