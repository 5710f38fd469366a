"""The definitions of a file: what each says, and which others it reads."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sparse_rnn.base.code_digest import essence as essences
from sparse_rnn.base.package import PACKAGE

ON_IMPORT = ""
"""The name of what a file does besides defining names."""


@dataclass(frozen=True)
class Place:
    """A name in a file, ``ON_IMPORT`` for the statements that define none."""

    path: Path
    name: str

    @property
    def essence(self) -> str:
        """What Python executes for this name, as text."""
        return "\n".join(map(essences.essence, parse(self.path).statements[self.name]))


@dataclass
class Definitions:
    """The top level of a file.

    Attributes
    ----------
    statements : dict of str to list of ast.stmt
        The statements that define each name.
    imported : dict of str to (str, str or None)
        Names that come from this package: the module, and the name in it, None for a module.
    """

    statements: dict[str, list[ast.stmt]] = field(default_factory=lambda: defaultdict(list))
    imported: dict[str, tuple[str, str | None]] = field(default_factory=dict)


def module_path(module: str) -> Path | None:
    """Return the file of a module of this package, None if there is no such module."""
    first, *rest = module.split(".")
    if first != PACKAGE.name:
        return None
    path = PACKAGE.joinpath(*rest)
    candidates = (path.with_suffix(".py"), path / "__init__.py")
    return next((file for file in candidates if file.is_file()), None)


def start_of(entry: str) -> list[Place]:
    """Return all definitions of an entry, a module or the path of a file.

    Raises
    ------
    ValueError
        If there is no such module or file.
    """
    path = module_path(entry) or Path(entry)
    if not path.is_file():
        raise ValueError(f"no module {entry!r} in {PACKAGE}, and no such file")
    return every_definition(path)


def every_definition(path: Path) -> list[Place]:
    """Return the places of all names of a file."""
    return [Place(path, name) for name in parse(path).statements]


@cache
def parse(path: Path) -> Definitions:
    """Return the definitions of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = Definitions()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.imported |= _from_this_package(node)
    for statement in tree.body:
        for name in _defined_by(statement):
            if name not in found.imported:
                found.statements[name].append(statement)
    return found


def _from_this_package(node: ast.ImportFrom) -> dict[str, tuple[str, str | None]]:
    """Return the names that an import takes from this package."""
    if node.module.split(".")[0] != PACKAGE.name:
        return {}
    return {
        alias.asname or alias.name: (submodule, None)
        if module_path(submodule := f"{node.module}.{alias.name}")
        else (node.module, alias.name)
        for alias in node.names
        if module_path(node.module)
    }


def _defined_by(statement: ast.stmt) -> list[str]:
    """Return the names that a top-level statement defines; `ON_IMPORT` if it defines none."""
    if essences.is_docstring(statement):
        return []
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return [statement.name]
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return [(alias.asname or alias.name).split(".")[0] for alias in statement.names]
    targets = getattr(statement, "targets", [getattr(statement, "target", None)])
    names = [node.id for target in targets if target for node in ast.walk(target)
             if isinstance(node, ast.Name)]  # fmt: skip
    return names or [ON_IMPORT]


@cache
def reads(place: Place) -> dict[str, Place]:
    """Return the definitions that a definition reads, by the name that it uses for them.

    What a file does on import is read by all of its definitions.
    """
    own = parse(place.path)
    found = {}
    for statement in own.statements[place.name]:
        for dotted in essences.names_in(statement):
            found |= _resolved(place.path, dotted)
    if place.name != ON_IMPORT and ON_IMPORT in own.statements:
        found[ON_IMPORT] = Place(place.path, ON_IMPORT)
    return {name: to for name, to in found.items() if to != place}


def _resolved(path: Path, dotted: str) -> dict[str, Place]:
    """Return what a name, with attributes behind it, stands for in a file."""
    name, *attributes = dotted.split(".")
    own = parse(path)
    if name in own.statements:
        return {dotted: Place(path, name)}
    if name not in own.imported:
        return {}
    module, inner = own.imported[name]
    target = module_path(module)
    if inner is None and not attributes:  # a module passed around as a whole
        return {f"{name}.{to.name}": to for to in every_definition(target)}
    wanted = ".".join(attributes if inner is None else [inner, *attributes])
    inside = _resolved(target, wanted)
    return {dotted + name.removeprefix(wanted): to for name, to in inside.items()}


def modules_of(places: Iterator[Place]) -> set[str]:
    """Return the dotted names of the modules of this package in which some places lie."""
    paths = {place.path for place in places if place.path.is_relative_to(PACKAGE)}
    parts = (path.relative_to(PACKAGE.parent).with_suffix("").parts for path in paths)
    return {".".join(part).removesuffix(".__init__") for part in parts}
