import ast
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sparse_rnn.base.streams import prepare_streams, readable_name

ROOT = Path(__file__).parents[2]
CODE = sorted(
    path
    for folder in ("src", "workflow", "notebooks", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
)
RULES = [ROOT / "Snakefile", *sorted((ROOT / "workflow" / "rules").glob("*.smk"))]
MODE = re.compile(r"[rwaxbt+]+")


def opens_as_text(call):
    """Whether a call opens a text file, or the text of a process, in the encoding of the locale."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    keys = {key.arg: getattr(key.value, "value", None) for key in call.keywords}
    if "encoding" in keys:
        return False
    words = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
    modes = [word for word in [*words, keys.get("mode")] if isinstance(word, str)]
    binary = any("b" in mode for mode in modes if MODE.fullmatch(mode))
    module = getattr(getattr(call.func, "value", None), "id", "")
    return (
        name in ("read_text", "write_text", "basicConfig")
        or (name in ("open", "fdopen") and module != "os" and not binary)
        or any(keys.get(key) for key in ("text", "universal_newlines"))
    )


def test_every_text_file_is_opened_with_its_encoding():
    calls = [
        (path, node)
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]
    assert len(CODE) > 100
    found = [f"{path.name}:{call.lineno}" for path, call in calls if opens_as_text(call)]
    assert found == []


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_a_rule_opens_a_text_file_with_its_encoding(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"(?:read_text|write_text|\bopen)\((?![^)]*encoding)[^)]*\)", text) == []


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("open(p)", True),
        ("p.open('rb')", False),
        ("p.open('w')", True),
        ("p.open('w', encoding='utf-8')", False),
        ("os.open(p, os.O_RDONLY)", False),
        ("run(c, text=True)", True),
        ("p.read_text()", True),
    ],
)
def test_what_counts_as_opened_without_an_encoding(code, wrong):
    assert opens_as_text(ast.parse(code).body[0].value) == wrong


def test_letters_that_the_encoding_lacks_are_escaped_and_bytes_kept(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    assert prepare_streams()
    print("η", os.fsdecode(b"caf\xe9"), flush=True)
    assert raw.getvalue() == b"\\u03b7 caf\xe9\n"


def test_a_closed_stream_leads_nowhere(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    assert not prepare_streams()
    print("η", flush=True)
    assert sys.stdout.name == os.devnull
    sys.stdout.close()


def test_a_name_that_is_no_text_is_readable():
    assert readable_name("η.tsv") == "η.tsv"
    assert readable_name(Path(os.fsdecode(b"caf\xe9.tsv"))) == "caf\\xe9.tsv"


LOGGED = """
import logging, sys
from sparse_rnn.base.logs import log_to
log_to(sys.argv[1])
logging.info("\\u03b7 = 0.5")
"""


def test_a_log_is_utf_8_in_any_locale(tmp_path):
    variables = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-c", LOGGED, str(tmp_path / "log")]
    done = subprocess.run(command, capture_output=True, env=os.environ | variables)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "log").read_text(encoding="utf-8").endswith("  η = 0.5\n")


def test_an_output_that_nobody_reads_ends_the_work_with_1():
    """That of the archive's commands, as that of sparse-rnn."""
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "sparse_rnn.archive", "budget"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, cwd=ROOT)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, b"")
