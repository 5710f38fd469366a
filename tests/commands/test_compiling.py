import io
from types import SimpleNamespace

import pytest

from sparse_rnn.cli import main
from sparse_rnn.commands import compiling
from sparse_rnn.commands.compiling import telling_of_compiling


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch, tmp_path):
    """A terminal on standard error, and a folder of machine code of its own."""
    monkeypatch.setattr(compiling, "cache_folder", lambda: tmp_path)
    watching = SimpleNamespace(stderr=Terminal())
    monkeypatch.setattr(compiling, "sys", watching)
    return watching.stderr


def test_the_first_run_of_its_kind_alone_says_that_it_compiles(terminal):
    for work in ("census-no-regard", "census-no-regard", "census-fanmod"):
        with telling_of_compiling(work):
            pass
    lines = terminal.getvalue().splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("sparse-rnn: compiling for this machine, up to a minute; only the")


def test_a_run_that_failed_has_compiled_nothing_for_sure(terminal):
    for _ in range(2):
        with pytest.raises(ValueError, match="x"), telling_of_compiling("balance"):
            raise ValueError("x")
    assert terminal.getvalue().count("compiling") == 2


def test_where_nothing_is_kept_every_run_says_so(terminal, monkeypatch):
    monkeypatch.setattr(compiling, "cache_folder", lambda: None)
    with telling_of_compiling("balance"):
        assert "in every run" in terminal.getvalue() and "NUMBA_CACHE_DIR" in terminal.getvalue()


def test_nothing_is_said_where_no_terminal_is_watching(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(compiling, "cache_folder", lambda: tmp_path)
    with telling_of_compiling("balance"):
        pass
    assert capsys.readouterr() == ("", "")


def test_the_command_line_tells_it_by_command_and_null_model(terminal, tmp_path):
    (tmp_path / "net.tsv").write_text("a b 1\nb c 1\na c -1\n")
    words = ["balance", str(tmp_path / "net.tsv"), "--networks", "2", "--null", "sign-permutation"]
    assert main(words) == 0
    assert (tmp_path / "balance-sign-permutation.done").exists()
    assert terminal.getvalue().startswith("sparse-rnn: compiling")
