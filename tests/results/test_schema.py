import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sparse_rnn.base.code_digest import modules_reached
from sparse_rnn.catalog import MODELS, STRATEGIES, TASKS
from sparse_rnn.results.schema import read_table, write_table
from sparse_rnn.results.schema.__main__ import main
from sparse_rnn.results.schema.document import as_data_package, documents
from sparse_rnn.results.schema.tables import SCHEMA
from sparse_rnn.studies.balanced_networks.training import ARMS
from sparse_rnn.studies.controls.balance_by_size import SCORES
from sparse_rnn.studies.controls.measure import AS_TRAINED, CORE, CUTS, SIGN_CONTROLS
from sparse_rnn.studies.lesions.removal import LESION_KINDS
from sparse_rnn.studies.mechanism.loop_weights import LINK_KINDS
from sparse_rnn.studies.weights.measure import PHASES
from sparse_rnn.verdicts.findings import DECIDING, OVERALL, REPORTED
from sparse_rnn.verdicts.rules import VERDICTS

ROOT = Path(__file__).parents[2]
ARCHIVE = ROOT / "data" / "reference"
ARCHIVED = {name: table.path for name, table in SCHEMA.items() if table.path}


def values(table, column):
    (found,) = [c.values for c in SCHEMA[table].columns if c.name == column]
    return found


def test_the_documents_are_in_step_with_the_schema():
    written = {path: (ROOT / path).read_text(encoding="utf-8") for path in documents()}
    late = [path for path, text in documents().items() if written[path] != text]
    assert late == [], "run make tables"


def test_documents_are_written_where_they_are_missing_or_edited_by_hand(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    main()
    Path("docs/tables.md").write_text("edited by hand")
    main()
    assert {path: Path(path).read_text(encoding="utf-8") for path in documents()} == documents()


UNMEASURED = {"cause_deviations"}
"""Tables that have no row before `make deviations` has trained the networks that they compare."""


@pytest.mark.parametrize("name", ARCHIVED)
def test_an_archived_table_is_as_declared_and_is_written_as_it_is(name, tmp_path):
    path = ARCHIVE / ARCHIVED[name]
    table = read_table(name, path)
    assert len(table) or name in UNMEASURED
    write_table(name, tmp_path / "again.csv", table)
    assert (tmp_path / "again.csv").read_bytes() == path.read_bytes()


def test_every_archived_table_is_declared():
    files = {str(path.relative_to(ARCHIVE)) for path in ARCHIVE.rglob("*.csv")}
    assert files == set(ARCHIVED.values())


@pytest.mark.parametrize("name", SCHEMA)
def test_a_declaration_is_whole(name):
    table = SCHEMA[name]
    assert table.name == name and table.title and table.row.endswith(".")
    assert len(set(table.names)) == len(table.names)
    assert set(table.key) <= set(table.names)
    for column in table.columns:
        assert column.type in {"string", "integer", "number", "boolean"}
        assert column.meaning.endswith(".") and column.meaning[0].isprintable()
        assert not (column.values and column.type != "string")
        assert ("missing" in column.meaning) <= column.missing


def test_the_values_that_are_allowed_are_those_of_the_code():
    assert values("history", "task") == tuple(TASKS)
    assert values("history", "model") == tuple(MODELS)
    assert values("history", "strategy") == tuple(STRATEGIES)
    assert set(values("control_motifs", "control")) == {AS_TRAINED, CORE, *SIGN_CONTROLS, *CUTS}
    assert values("balanced_networks", "arm") == tuple(ARMS)
    assert values("balance_by_size", "kept") == tuple(SCORES)
    assert values("lesions", "kind") == LESION_KINDS
    assert values("link_sizes", "kind") == LINK_KINDS
    assert values("weight_shapes", "phase") == PHASES
    assert values("claims", "verdict") == VERDICTS
    assert values("claims", "scope") == (DECIDING, REPORTED, OVERALL)


def test_a_column_of_one_name_has_one_type():
    types = {(c.name, c.type) for table in SCHEMA.values() for c in table.columns}
    assert len(types) == len({name for name, _ in types})


NAME = re.compile(r"[-a-z0-9._/]+")


def test_the_data_package_is_one():
    """What the Data Package and Table Schema specifications ask of a descriptor."""
    package = json.loads((ARCHIVE / "datapackage.json").read_text())
    assert package == as_data_package()
    assert package["profile"] == "tabular-data-package" and NAME.fullmatch(package["name"])
    names = [resource["name"] for resource in package["resources"]]
    assert names == list(ARCHIVED)
    for resource in package["resources"]:
        assert resource["profile"] == "tabular-data-resource"
        assert NAME.fullmatch(resource["name"]) and (ARCHIVE / resource["path"]).is_file()
        schema = resource["schema"]
        fields = {field["name"]: field for field in schema["fields"]}
        header = (ARCHIVE / resource["path"]).read_text().partition("\n")[0]
        assert list(fields) == header.split(",")
        assert schema["missingValues"] == [""]
        for field in fields.values():
            assert field["type"] in {"string", "integer", "number", "boolean"}
            assert field["description"] and isinstance(field["constraints"]["required"], bool)
            assert field["constraints"].get("enum", ["some"])
        assert all(fields[key]["constraints"]["required"] for key in schema.get("primaryKey", []))
    without_key = {r["name"] for r in package["resources"] if "primaryKey" not in r["schema"]}
    assert without_key == {"claims"}  # its conditions may be pooled, that is missing


def test_the_page_has_every_column_of_every_table():
    sections = documents()["docs/tables.md"].split("\n## ")[1:]
    assert [section.partition("\n")[0] for section in sections] == list(SCHEMA)
    for section, table in zip(sections, SCHEMA.values(), strict=True):
        assert re.findall(r"^\| `(\w+)` \|", section, re.M) == table.names


@pytest.fixture
def shapes(whole):
    """Two networks in two phases, as the table weight_shapes."""
    rows = {
        "seed": [1, 1, 2, 2],
        "phase": ["start", "end"] * 2,
        "sd": [0.1 + 0.2, np.nan, 1.0, 2.0],
    }
    return whole("weight_shapes", pd.DataFrame(rows))


def test_a_table_survives_to_the_last_digit_in_the_order_of_the_schema(shapes, tmp_path):
    write_table("weight_shapes", tmp_path / "t.csv", shapes[shapes.columns[::-1]])
    header = (tmp_path / "t.csv").read_text().partition("\n")[0]
    assert header.split(",") == SCHEMA["weight_shapes"].names
    pd.testing.assert_frame_equal(read_table("weight_shapes", tmp_path / "t.csv"), shapes)


def test_words_stay_words_and_numbers_numbers(shapes, tmp_path):
    """What csv does not tell: a column of words that has none, whole numbers among numbers."""
    shapes = shapes.assign(mean_abs=1, dip=np.nan)
    write_table("weight_shapes", tmp_path / "t.csv", shapes)
    table = read_table("weight_shapes", tmp_path / "t.csv")
    assert [str(table[name].dtype) for name in ("mean_abs", "dip", "seed")] == [
        "float64",
        "float64",
        "int64",
    ]


def test_a_table_without_rows_keeps_its_types(shapes, tmp_path):
    write_table("weight_shapes", tmp_path / "t.csv", shapes.iloc[:0])
    table = read_table("weight_shapes", tmp_path / "t.csv")
    assert len(table) == 0
    assert (table["seed"].dtype, table["sd"].dtype) == ("int64", "float64")


ALTERED = {
    "missing column": (
        lambda t: t.drop(columns="dip"),
        r"lacks column \['dip'\], has unknown column \[\]",
    ),
    "unknown column": (
        lambda t: t.assign(dips=1),
        r"lacks column \[\], has unknown column \['dips'\]",
    ),
    "words for numbers": (
        lambda t: t.assign(dip=[0.1, "many", 0.2, 0.3]),
        r"column 'dip' has 'many' in line 3: its type is number",
    ),
    "numbers for whole numbers": (
        lambda t: t.assign(links=[1.0, 2.5, 3.0, 4.0]),
        r"column 'links' has 1.0 in line 2: its type is integer",
    ),
    "no value": (
        lambda t: t.assign(sparsity=[0.5, 0.5, np.nan, 0.5]),
        r"column 'sparsity' has no value in line 4: every row must have one",
    ),
    "no word": (
        lambda t: t.assign(strategy=["set", "set", "set", ""]),
        r"column 'strategy' has no value in line 5",
    ),
    "unknown value": (
        lambda t: t.assign(phase=["start", "later", "start", "end"]),
        r"column 'phase' has 'later' in line 3: legal: start, pruned, end",
    ),
    "same key": (
        lambda t: t.assign(seed=1),
        r"line 4 repeats the key task=mnist, model=rnn, .*seed=1, phase=start",
    ),
}


@pytest.mark.parametrize("what", ALTERED)
def test_an_altered_table_is_not_written(what, shapes, tmp_path):
    change, message = ALTERED[what]
    message = rf"t\.csv: table weight_shapes: {message}.*; nothing was written: correct the rows"
    with pytest.raises(ValueError, match=message):
        write_table("weight_shapes", tmp_path / "t.csv", change(shapes))
    assert not (tmp_path / "t.csv").exists()


@pytest.mark.parametrize("what", ALTERED)
def test_an_altered_table_is_not_read(what, shapes, tmp_path):
    change, message = ALTERED[what]
    change(shapes).to_csv(tmp_path / "t.csv", index=False)
    message = rf"t\.csv: table weight_shapes: {message}.*; write the table again, or restore it"
    with pytest.raises(ValueError, match=message):
        read_table("weight_shapes", tmp_path / "t.csv")


def test_an_unknown_table_is_named(tmp_path):
    with pytest.raises(
        ValueError, match="no table is called 'weights'; there are history, balance"
    ):
        write_table("weights", tmp_path / "t.csv", pd.DataFrame())


def test_the_schema_trains_nothing_anew():
    """Words and legal values are no part of what a training job computes."""
    reached = modules_reached("sparse_rnn.training.condition")
    assert "sparse_rnn.results.schema" in reached
    assert not [name for name in reached if name.startswith("sparse_rnn.results.schema.")]
