"""The cache of machine code: never stale, where the user wants it, and not needed."""

import os
import subprocess
import sys
from pathlib import Path

import numba
import pytest

from sparse_rnn.numerics import jit

INNER = "from sparse_rnn.numerics.jit import compiled\n\n\n@compiled\ndef step():\n    return {}\n"
OUTER = """
from sparse_rnn.inner import step
from sparse_rnn.numerics.jit import compiled


@compiled
def twice():
    return 2 * step()
"""
OWN = Path(jit.__file__).parents[1]
SHOW = "from sparse_rnn.outer import twice; print(twice(), len(twice.stats.cache_hits))"


@pytest.fixture
def package(tmp_path):
    """A package of two kernels in two files, the one calling the other."""
    folder = tmp_path / "sparse_rnn"
    folder.mkdir()
    (folder / "__init__.py").touch()
    for path in ("base/package.py", "numerics/jit.py"):
        (folder / path).parent.mkdir()
        (folder / path).write_bytes((OWN / path).read_bytes())
    (folder / "inner.py").write_text(INNER.format(1))
    (folder / "outer.py").write_text(OUTER)
    return folder


def twice(package, **environment):
    """Return what the outer kernel gives in a process of its own, and how often it was cached."""
    given = {name: os.environ[name] for name in os.environ if not name.startswith("NUMBA_")}
    command = [sys.executable, "-P", "-c", SHOW]
    settings = {"env": given | {"PYTHONPATH": str(package.parent)} | environment, "text": True}
    return tuple(map(int, subprocess.run(command, capture_output=True, **settings).stdout.split()))


def kept(folder):
    return sorted(path.name for path in folder.glob("sparse_rnn-*"))


def test_an_edit_of_another_file_is_never_missed(package):
    assert twice(package) == (2, 0)
    assert twice(package) == (2, 1)
    (first,) = kept(package / "__pycache__")
    (package / "inner.py").write_text(INNER.format(5))
    assert twice(package) == (10, 0)
    (second,) = kept(package / "__pycache__")
    assert second != first


def test_the_cache_lies_where_the_user_has_it(package, tmp_path):
    place = tmp_path / "elsewhere"
    assert twice(package, NUMBA_CACHE_DIR=str(place)) == (2, 0)
    assert len(kept(place)) == 1
    assert kept(package / "__pycache__") == []
    assert twice(package, NUMBA_CACHE_DIR=str(place)) == (2, 1)


@pytest.fixture
def afresh(monkeypatch):
    jit.cache_folder.cache_clear()
    monkeypatch.setattr(numba.config, "CACHE_DIR", "")
    yield
    jit.cache_folder.cache_clear()


def test_the_users_cache_serves_where_the_package_cannot_be_written(tmp_path, monkeypatch, afresh):
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setattr(jit, "OWN_CACHE", blocked / "__pycache__")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert jit.cache_folder() == tmp_path / "cache" / f"sparse_rnn-{jit.kernel_digest()}"


def test_a_user_without_home_gets_no_cache_of_that_name(tmp_path, monkeypatch, afresh):
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setattr(jit, "OWN_CACHE", blocked / "__pycache__")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(jit.os.path, "expanduser", lambda path: path)
    monkeypatch.chdir(tmp_path)
    assert jit.cache_folder() is None
    assert not (tmp_path / "~").exists()


def test_a_kernel_still_compiles_where_no_cache_can_be_written(tmp_path, monkeypatch, afresh):
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setattr(jit, "OWN_CACHE", blocked / "__pycache__")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert jit.cache_folder() is None
    assert jit.compiled(lambda x: x + 1)(1) == 2


def test_other_packages_keep_numbas_own_cache():
    given = numba.config.CACHE_DIR
    jit.compiled(test_other_packages_keep_numbas_own_cache)
    assert given == numba.config.CACHE_DIR


FREE = """
import fcntl, sys
with open(sys.argv[1], "w") as file:
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
"""


def is_free(lock):
    """Tell whether another process would get the lock at once."""
    return not subprocess.run(
        [sys.executable, "-c", FREE, str(lock)], capture_output=True
    ).returncode


def test_one_process_compiles_until_all_is_in_the_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(jit, "cache_folder", lambda: tmp_path)
    with jit.compiling_alone("training") as all_compiled:
        assert not is_free(tmp_path / "training.lock")
        all_compiled("whatever a caller hands over")
        assert is_free(tmp_path / "training.lock")
    (tmp_path / "training.lock").unlink()
    with jit.compiling_alone("training"):
        assert not (tmp_path / "training.lock").exists(), "nobody waits once all is compiled"


def test_a_process_that_fails_leaves_the_work_to_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(jit, "cache_folder", lambda: tmp_path)
    with pytest.raises(RuntimeError), jit.compiling_alone("training"):
        raise RuntimeError("interrupted")
    assert is_free(tmp_path / "training.lock")
    assert not (tmp_path / "training.compiled").exists()


def test_without_a_cache_nobody_waits(monkeypatch):
    monkeypatch.setattr(jit, "cache_folder", lambda: None)
    with jit.compiling_alone("training") as all_compiled:
        all_compiled()
