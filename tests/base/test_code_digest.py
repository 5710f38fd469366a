import pytest

from sparse_rnn.base import code_digest


@pytest.fixture
def package(tmp_path, monkeypatch):
    root = tmp_path / "sparse_rnn"
    root.mkdir()
    (root / "__init__.py").write_text("")
    (root / "low.py").write_text('"""Doc."""\nX = 1  # why\n')
    (root / "high.py").write_text("from sparse_rnn.low import X\n")
    (root / "plot.py").write_text("Y = 2\n")
    monkeypatch.setattr(code_digest, "PACKAGE", root)
    code_digest.digest.cache_clear()
    yield root
    code_digest.digest.cache_clear()


def changed(package, file, text):
    before = code_digest.digest("sparse_rnn.high")
    (package / file).write_text(text)
    code_digest.digest.cache_clear()
    return code_digest.digest("sparse_rnn.high") != before


def test_an_edit_of_imported_code_counts(package):
    assert changed(package, "low.py", "X = 3\n")


def test_comments_docstrings_and_layout_do_not_count(package):
    assert not changed(package, "low.py", '"""Other words."""\n\nX = (1)\n')


def test_code_that_is_not_imported_does_not_count(package):
    assert not changed(package, "plot.py", "Y = 3\n")


def test_unknown_module_is_named(package):
    with pytest.raises(ValueError, match=r"no module 'sparse_rnn\.none'"):
        code_digest.digest("sparse_rnn.none")


def test_in_the_real_package_training_depends_on_models_but_not_on_plots():
    found = code_digest.closure(("sparse_rnn.training.condition",))
    assert {
        "sparse_rnn.models.elman",
        "sparse_rnn.sparsify.pruning",
        "sparse_rnn.base.seeding",
    } <= found
    assert not any(
        name.startswith(("sparse_rnn.plotting", "sparse_rnn.networks")) for name in found
    )


def test_a_notebook_depends_on_the_modules_that_it_imports(package, tmp_path):
    notebook = tmp_path / "notebook.py"
    notebook.write_text("import numpy\nfrom sparse_rnn.plot import Y\nfrom sparse_rnn import low\n")
    assert code_digest.imports(notebook) == {"sparse_rnn.plot", "sparse_rnn.low"}
