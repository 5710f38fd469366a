import pytest

from sparse_rnn.base import code_digest
from sparse_rnn.base.code_digest import definitions, essence

CACHES = (
    code_digest.digest,
    definitions.parse,
    definitions.reads,
    essence.essence,
    essence.stripped,
)


@pytest.fixture
def package(tmp_path, monkeypatch):
    root = tmp_path / "sparse_rnn"
    root.mkdir()
    (root / "__init__.py").write_text("")
    (root / "low.py").write_text('"""Doc."""\nX = 1  # why\n\n\ndef unused():\n    return 2\n')
    (root / "high.py").write_text(
        "from sparse_rnn.low import X\n\n\ndef f(a: int) -> int:\n    return a + X\n"
    )
    (root / "plot.py").write_text("Y = 2\n")
    for module in (definitions, essence):
        monkeypatch.setattr(module, "PACKAGE", root)
    forget()
    yield root
    forget()


def forget():
    for cached in CACHES:
        cached.cache_clear()


def changed(package, **files):
    """Tell whether the digest of ``high`` is another once some files are written, None: removed."""
    before = code_digest.digest("sparse_rnn.high")
    for name, text in files.items():
        path = package / f"{name}.py"
        path.unlink() if text is None else path.write_text(text)
    forget()
    return code_digest.digest("sparse_rnn.high") != before


def test_an_edit_of_code_that_is_reached_counts(package):
    assert changed(package, low="X = 3\n")


def test_an_edit_of_own_code_counts(package):
    assert changed(package, high="from sparse_rnn.low import X\n\n\ndef f(a):\n    return a - X\n")


def test_comments_docstrings_annotations_and_layout_do_not_count(package):
    assert not changed(
        package,
        low='"""Other words."""\n\nX = (1)\n',
        high="from sparse_rnn.low import X\n\ndef f(a):\n    'Doc.'\n    return a + X\n",
    )


def test_code_that_is_not_reached_does_not_count(package):
    low = "X = 1\n\n\ndef unused():\n    return 3\n"
    assert not changed(package, plot="Y = 3\n", low=low)


def test_a_file_that_moves_does_not_count(package):
    moved = "from sparse_rnn.other import X\n\n\ndef f(a):\n    return a + X\n"
    assert not changed(package, low=None, other="X = 1\n", high=moved)


def test_a_definition_that_moves_does_not_count_even_under_an_alias_of_its_module(package):
    moved = "from sparse_rnn import other\n\n\ndef f(a):\n    return a + other.X\n"
    assert changed(package, other="X = 1\n", high=moved)  # the code reads `other.X` now, not `X`
    assert not changed(package, other="from sparse_rnn.low import X\n", low="X = 1\n")


def test_the_name_of_a_module_in_a_registry_does_not_count(package):
    registry = "from sparse_rnn.low import X\nTASKS = {{'a': ('sparse_rnn.{}', 'A')}}\n"
    (package / "high.py").write_text(registry.format("low"))
    assert not changed(package, high=registry.format("plot"))


def test_two_definitions_that_swap_places_count(package):
    (package / "low.py").write_text("def one():\n    return K\n\n\nK = 1\n")
    (package / "plot.py").write_text("def two():\n    return K\n\n\nK = 2\n")
    both = "from sparse_rnn.low import one\nfrom sparse_rnn.plot import two\n\nF = one() - two()\n"
    (package / "high.py").write_text(both)
    low, plot = ((package / f"{name}.py").read_text() for name in ("low", "plot"))
    assert changed(package, low=low.replace("1", "2"), plot=plot.replace("2", "1"))


def test_what_a_file_does_on_import_counts(package):
    assert changed(package, low="X = 1\nprint('loaded')\n")


def test_definitions_that_call_each_other_have_a_digest(package):
    circle = "def a(n):\n    return b(n)\n\n\ndef b(n):\n    return a(n - 1)\n"
    (package / "high.py").write_text(circle)
    assert changed(package, high=circle.replace("- 1", "- 2"))


def test_unknown_module_is_named(package):
    with pytest.raises(ValueError, match=r"no module 'sparse_rnn\.none'"):
        code_digest.digest("sparse_rnn.none")


def test_in_the_real_package_training_depends_on_models_but_not_on_figures():
    found = code_digest.modules_reached("sparse_rnn.training.condition")
    assert {
        "sparse_rnn.models.elman",
        "sparse_rnn.sparsify.pruning",
        "sparse_rnn.base.seeding",
    } <= found
    assert not any(
        name.startswith(("sparse_rnn.drawing", "sparse_rnn.graphs.nulls")) for name in found
    )


def test_a_file_outside_the_package_depends_on_what_it_imports(package, tmp_path):
    notebook = tmp_path / "notebook.py"
    notebook.write_text(
        "import numpy\nfrom sparse_rnn.plot import Y\nfrom sparse_rnn import low\nprint(Y, low.X)\n"
    )
    assert code_digest.modules_reached(str(notebook)) == {"sparse_rnn.plot", "sparse_rnn.low"}
    before = code_digest.digest(str(notebook))
    (package / "low.py").write_text("X = 4\n")
    forget()
    assert code_digest.digest(str(notebook)) != before
