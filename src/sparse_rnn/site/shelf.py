"""A folder of generated files: what did not change keeps its date, what nobody wrote goes."""

from __future__ import annotations

from pathlib import Path

from sparse_rnn.base.artifacts import atomic


class Shelf:
    """The files that one run of a generator leaves in a folder.

    A file whose bytes are the same is not written again, so that what builds on it is up to date.

    Parameters
    ----------
    folder : path
        Where the files are; it need not be there.
    """

    def __init__(self, folder: str | Path):
        self.folder = Path(folder)
        self.put: set[Path] = set()

    def write(self, name: str | Path, content: str | bytes) -> Path:
        """Write a file and return its path.

        Parameters
        ----------
        name : path
            Where it is in the folder.
        content : str or bytes
            All of it; text is written in UTF-8.
        """
        path = self.folder / name
        content = content.encode() if isinstance(content, str) else content
        if not (path.is_file() and path.read_bytes() == content):
            with atomic(path) as temporary:
                temporary.write_bytes(content)
        self.put.add(path)
        return path

    def copy(self, name: str | Path, source: str | Path) -> Path:
        """Copy a file and return the path of the copy, see `write`."""
        return self.write(name, Path(source).read_bytes())

    def clear(self) -> None:
        """Remove every file that was not written or copied since this object was made."""
        for path in sorted(self.folder.rglob("*"), reverse=True):
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path not in self.put:
                path.unlink()
