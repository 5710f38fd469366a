"""What Python executes of a statement, and the names that it reads."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from sparse_rnn.base.package import PACKAGE

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def essence(statement: ast.stmt) -> str:
    """Return the syntax tree of a statement as text, without what has no effect or is a place.

    Docstrings, annotations of functions, imports from this package and names of its modules in
    texts are left out: the digest follows what is imported, not where it lies.
    """
    return ast.dump(stripped(statement))


@cache
def stripped(statement: ast.stmt) -> ast.stmt:
    """Take docstrings, annotations and places out of a statement, and return it.

    It is changed in place: what a file imports was read before, and a copy takes longer than all
    else.
    """
    return _Strip().visit(statement)


def is_docstring(node: ast.AST) -> bool:
    """Return whether a statement is a text that nobody reads."""
    value = getattr(node, "value", None)
    is_text = isinstance(value, ast.Constant) and isinstance(value.value, str)
    return isinstance(node, ast.Expr) and is_text


class _Strip(ast.NodeTransformer):
    """Takes out what has no effect."""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, FUNCTIONS):
            node.returns = None
        if isinstance(node, ast.arg):
            node.annotation = None
        super().generic_visit(node)
        if getattr(node, "body", None) == []:
            node.body = [ast.Pass()]
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        return None if is_docstring(node) else self.generic_visit(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST | None:
        return None if (node.module or "").split(".")[0] == PACKAGE.name else node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        is_module = isinstance(node.value, str) and node.value.startswith(f"{PACKAGE.name}.")
        return ast.Constant(PACKAGE.name) if is_module else node


def names_in(statement: ast.stmt) -> Iterator[str]:
    """Yield every name that a statement mentions, with the attributes behind it."""
    todo = [stripped(statement)]
    while todo:
        node = todo.pop()
        dotted = _dotted(node)
        if dotted:
            yield dotted
        else:
            todo.extend(ast.iter_child_nodes(node))


def _dotted(node: ast.AST) -> str | None:
    """Return ``a.b.c`` for a name with attributes, None for anything else."""
    attributes = []
    while isinstance(node, ast.Attribute):
        attributes.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(attributes)]) if isinstance(node, ast.Name) else None
