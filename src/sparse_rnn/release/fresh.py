"""A new environment in an empty folder, with what a release brings and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

QUIET = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")


@dataclass(frozen=True)
class FreshEnvironment:
    """A virtual environment whose programs run in an empty folder, without the caller's packages.

    Attributes
    ----------
    folder : path
        An empty folder, for the environment and as the current folder of what runs.
    """

    folder: Path

    @property
    def python(self) -> Path:
        """Interpreter of the environment."""
        return self.folder / "venv" / "bin" / "python"

    def create(self) -> None:
        """Make the environment; it has pip alone."""
        subprocess.run([sys.executable, "-m", "venv", self.python.parents[1]], check=True)

    def install(self, requirement: str, constraints: Path) -> None:
        """Install a package at the versions that the release names.

        Raises
        ------
        ValueError
            If it cannot be installed; the message has what pip said.
        """
        self.run(*QUIET, "--constraint", str(constraints), requirement)

    def run(self, *words: str, path: Path | None = None) -> str:
        """Run the interpreter and return what it printed.

        Parameters
        ----------
        *words : str
            Arguments of the interpreter.
        path : path, optional
            A folder of packages that come first.

        Raises
        ------
        ValueError
            If it leaves with another code than 0; the message has what it said last.
        """
        return _output([self.python, *words], self.folder, path)


def install_apart(package: Path, folder: Path) -> None:
    """Build a source distribution with the setuptools of here and install it into a folder.

    Raises
    ------
    ValueError
        If that fails; the message has what pip said.
    """
    offline = ["--no-deps", "--no-index", "--no-build-isolation", "--target", str(folder)]
    _output([sys.executable, *QUIET, *offline, str(package)], folder.parent, None)


def _output(command: Sequence[Path | str], folder: Path, path: Path | None) -> str:
    """Return what a program prints, run in a folder."""
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    settings |= {"PYTHONPATH": str(path)} if path else {}
    done = subprocess.run(
        command, cwd=folder, env=settings, capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode:
        raise ValueError(f"{done.stdout}{done.stderr}".strip()[-1000:] or f"{command} failed")
    return done.stdout
