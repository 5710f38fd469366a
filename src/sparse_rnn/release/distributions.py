"""The package as others install it: source distribution and wheel, the same bytes each time."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from sparse_rnn.release.bundle import write_bundle


def build_distributions(members: Mapping[str, Path], folder: Path, time: int) -> list[Path]:
    """Build source distribution and wheel from files of a checkout, and nothing beside them.

    Parameters
    ----------
    members : Mapping of str to path
        The files that git keeps, by path below the root.
    folder : path
        Where the two go.
    time : int
        Time of all files in them, in seconds since 1970.
    """
    with TemporaryDirectory() as temporary:
        source, built = Path(temporary) / "source", Path(temporary) / "built"
        _copy(members, source)
        words = ["-m", "build", "--no-isolation", "--outdir", str(built), str(source)]
        settings = os.environ | {"SOURCE_DATE_EPOCH": str(time)}
        done = subprocess.run(
            [sys.executable, *words], env=settings, capture_output=True, text=True, encoding="utf-8"
        )
        if done.returncode:
            raise RuntimeError(
                f"the package was not built:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
            )
        (wheel,), (sdist,) = built.glob("*.whl"), built.glob("*.tar.gz")
        _pack_again(sdist, folder / sdist.name, time)
        (folder / wheel.name).write_bytes(wheel.read_bytes())
        return [folder / sdist.name, folder / wheel.name]


def _copy(members: Mapping[str, Path], folder: Path) -> None:
    """Copy files with the same rights, whatever the umask."""
    for name, path in members.items():
        copy = folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
        copy.chmod(0o755 if os.access(path, os.X_OK) else 0o644)


def _pack_again(sdist: Path, path: Path, time: int) -> None:
    """Write a source distribution without the times and owners of the machine that built it."""
    with tarfile.open(sdist, "r:gz", encoding="utf-8") as archive:
        files = {
            entry.name: archive.extractfile(entry).read() for entry in archive if entry.isfile()
        }
    (top,) = {name.partition("/")[0] for name in files}
    write_bundle(
        path, top, {name.removeprefix(f"{top}/"): data for name, data in files.items()}, time
    )
