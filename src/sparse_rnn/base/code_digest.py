"""A digest of the code that a step runs, so that an edit reruns that step and no other.

It covers the named modules and every module of this package that they import, directly or not.
Comments, docstrings and layout do not count: only what Python would execute differently does.
"""

from __future__ import annotations

import ast
import hashlib
from functools import cache
from pathlib import Path

from sparse_rnn.base.package import PACKAGE


@cache
def digest(*modules: str) -> str:
    """Return the digest of some modules with all that they import from this package.

    Parameters
    ----------
    *modules : str
        Dotted names, e.g. ``"sparse_rnn.graphs.census.sparse"``.

    Raises
    ------
    ValueError
        If there is no such module.
    """
    summary = hashlib.sha256()
    for module in sorted(closure(modules)):
        summary.update(f"{module}\n{essence(module)}\n".encode())
    return summary.hexdigest()[:16]


def source(module: str) -> Path | None:
    """Return the file of a module of this package, or None if it is no such module."""
    path = PACKAGE.joinpath(*module.split(".")[1:])
    candidates = (path.with_suffix(".py"), path / "__init__.py")
    return next((file for file in candidates if file.is_file()), None)


def closure(modules: tuple[str, ...]) -> set[str]:
    """Return the modules and everything of this package that they import."""
    found, todo = set(), list(modules)
    while todo:
        module = todo.pop()
        if module in found:
            continue
        if source(module) is None:
            raise ValueError(f"no module {module!r} in {PACKAGE}")
        found.add(module)
        todo.extend(imports(source(module)))
    return found


def imports(path: str | Path) -> set[str]:
    """Return the modules of this package that a file's own statements import."""
    names = set()
    for node in ast.walk(ast.parse(Path(path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    own = {name for name in names if name.split(".")[0] == PACKAGE.name and name != PACKAGE.name}
    return {name for name in own if source(name)}


def essence(module: str) -> str:
    """Return the syntax tree of a module as text, without docstrings."""
    tree = ast.parse(source(module).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and _is_docstring(body[0]):
            body[0] = ast.Pass()
    return ast.dump(tree)


def _is_docstring(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
