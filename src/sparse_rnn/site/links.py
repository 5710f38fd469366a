"""Links of the documents, turned so that each leads to a page or to a copied file of the site.

On the site a document lies where it lies in the repository.  A link to another document stays as
it is.  A link to a file of code or to a folder leads to a page that shows it, and a link to any
other file to a copy of the file.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

SHOWN = {
    ".py": "python",
    ".smk": "python",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".toml": "toml",
    ".cff": "yaml",
    ".rst": "rst",
    ".sha256": "text",
    ".txt": "text",
    "": "text",
}
"""The files that have a page of their own, by the ending of their name; how they are coloured."""

REPLACED = {"README.md": "index.md"}
"""Documents that have another page in their place."""

_TOKEN = re.compile(
    r"(?P<code>^(?:```|~~~).*?^(?:```|~~~)|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<mark>!?)\[(?P<words>(?:\[[^\]]*\]|[^\[\]])*)\]\((?P<address>[^)\s]+)\)",
    flags=re.DOTALL | re.MULTILINE,
)

COPIED = "copied"
"""The scheme of an address that leads to a copied file, as conf.py knows it."""


@dataclass
class Linked:
    """What the links of the documents lead to besides documents, collected while they are turned.

    Attributes
    ----------
    root : path
        Folder of the repository.
    documents : collection of str
        The documents that are pages, by their paths in the repository.
    shown : set of str
        Files and folders that need a page.
    copied : set of str
        Files that are to be copied.
    pictures : set of str
        Pictures that pages show.
    """

    root: Path
    documents: Collection[str]
    shown: set[str] = field(default_factory=set)
    copied: set[str] = field(default_factory=set)
    pictures: set[str] = field(default_factory=set)

    def turned(self, text: str, page: str) -> str:
        """Return a document with its links as the site needs them.

        Parameters
        ----------
        text : str
            The document in Markdown.
        page : str
            Its path in the repository.

        Raises
        ------
        FileNotFoundError
            If a link leads nowhere; the message names the document and the link.
        """
        return _TOKEN.sub(lambda found: found["code"] or self._link(found, page), text)

    def _link(self, found: re.Match, page: str) -> str:
        """Return one link or image."""
        mark, words, address = found["mark"], found["words"], found["address"]
        if "://" in address or address.startswith("mailto:"):
            return found[0]
        place, hash_, anchor = address.partition("#")
        anchor = anchor.lower()  # Jupyter keeps the capitals of a heading
        if not place:
            return f"{mark}[{words}](#{anchor})"
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), place))
        if not (self.root / path).exists():
            raise FileNotFoundError(f"{page} links to {address}, and there is no {path}")
        return f"{mark}[{words}]({self._target(path, page, bool(mark))}{hash_}{anchor})"

    def _target(self, path: str, page: str, image: bool) -> str:
        """Return the address, seen from a page, of what shows a file or folder."""
        if (self.root / path).is_dir():
            readme = posixpath.normpath(f"{path}/README.md")
            if readme not in (*REPLACED, *self.documents):
                self.shown.add(path)
                return seen_from(page, f"{path}/index.md")
            path = readme
        if path in REPLACED or path in self.documents:
            return seen_from(page, REPLACED.get(path, path))
        if image:
            self.pictures.add(path)
            return seen_from(page, path)
        if is_shown(path):
            self.shown.add(path)
            return seen_from(page, f"{path}.md")
        self.copied.add(path)
        return f"{COPIED}:{seen_from(page, path)}"


def is_shown(path: str) -> bool:
    """Tell whether a file has a page that shows it."""
    return posixpath.splitext(path)[1] in SHOWN


def seen_from(page: str, path: str) -> str:
    """Return the address of a path as a link on a page has it."""
    return posixpath.relpath(path, posixpath.dirname(page) or ".")
