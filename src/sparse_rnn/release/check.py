"""Checking a release as anyone would: in an empty folder, with nothing but its files."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sparse_rnn.base.root import ARCHIVE
from sparse_rnn.layout import MODEL_FOLDER
from sparse_rnn.release.bundle import unpack
from sparse_rnn.release.checksums import SUMS, changed_files, wrong_files
from sparse_rnn.release.fresh import FreshEnvironment, install_apart

EXAMPLE = "notebooks/example_network.tsv"
GENERATED_TASKS = ("mg", "mtc")
"""Tasks whose data are not downloaded, so that a model can be tested at once."""
CLOSE = 0.01
"""Share of an archived metric by which a model tested elsewhere may miss it."""


class Skipped(Exception):
    """A check that a release gives no occasion for; the message says why."""


@dataclass(frozen=True)
class Release:
    """A release that is checked.

    Attributes
    ----------
    file : path
        Its archive; the other files lie beside it.
    content : path
        The archive, unpacked.
    fresh : FreshEnvironment
        Where its package is installed.
    """

    file: Path
    content: Path
    fresh: FreshEnvironment

    def beside(self, ending: str) -> Path:
        """Return the file of the release with this ending.

        Raises
        ------
        Skipped
            If there is none.
        """
        found = sorted(p for p in self.file.parent.glob(f"*{ending}") if p != self.file)
        if not found:
            raise Skipped(f"no *{ending} lies beside {self.file.name}")
        return found[-1]

    def archive_says(self, command: str) -> str:
        """Run a command of ``python -m sparse_rnn.archive`` on the archived results."""
        words = ("-m", "sparse_rnn.archive", command, "--archive", str(self.content / ARCHIVE))
        return self.fresh.run(*words).strip()


def sums_beside(release: Release) -> str:
    """Compare the files of a release with its list."""
    folder = release.file.parent
    if not (folder / SUMS).exists():
        raise Skipped(f"no {SUMS} lies beside {release.file.name}")
    if release.file.name not in (folder / SUMS).read_text(encoding="utf-8"):
        raise ValueError(f"{SUMS} does not list {release.file.name}")
    return _none_wrong(changed_files(folder), "all as listed")


def sums_inside(release: Release) -> str:
    """Compare the files of the archive with its list."""
    return _none_wrong(wrong_files(release.content), "all as listed")


def crate(release: Release) -> str:
    """Validate the description of the archive."""
    from sparse_rnn.release.crate import crate_errors  # needs rocrate, which the others do not

    return _none_wrong(crate_errors(release.content), "valid, profile Workflow RO-Crate 1.0")


def wheel(release: Release) -> str:
    """Install the wheel in a new environment; torch must not come with it."""
    release.fresh.create()
    package = f"{release.beside('.whl')}[archive]"
    release.fresh.install(package, release.content / "constraints.txt")
    listed = json.loads(release.fresh.run("-m", "pip", "list", "--format", "json"))
    if any(entry["name"] == "torch" for entry in listed):
        raise ValueError("torch is installed, although counting needs none")
    return f"in a new environment of {len(listed)} packages, without torch"


def census_of_wheel(release: Release) -> str:
    """Take a census with what the wheel installed."""
    return _census(release, None)


def census_of_sdist(release: Release) -> str:
    """Take a census with what the source distribution installs."""
    folder = release.fresh.folder / "sdist"
    install_apart(release.beside(".tar.gz"), folder)
    return _census(release, folder)


def networks(release: Release) -> str:
    """Count the archived networks again."""
    return release.archive_says("recount")


def verdicts(release: Release) -> str:
    """Judge the claims again."""
    return release.archive_says("verdicts")


def model(release: Release) -> str:
    """Test a trained model again, if there is one whose data need no download."""
    files = sorted((release.content / ARCHIVE / MODEL_FOLDER).rglob("*.safetensors"))
    if not files:
        raise Skipped("the release holds no trained models")
    own = [
        path
        for path in files
        if path.relative_to(release.content / ARCHIVE / MODEL_FOLDER).parts[0] in GENERATED_TASKS
    ]
    if not own:
        raise Skipped(f"none of {len(files)} models is of a task whose data are generated")
    package = f"{release.beside('.whl')}[archive,training]"
    release.fresh.install(package, release.content / "constraints.txt")
    words = ("-m", "sparse_rnn", "evaluate", str(own[0]), "--json", "--archive")
    printed = release.fresh.run(*words, str(release.content / ARCHIVE))
    return _close(json.loads(printed)["models"][0], own[0].relative_to(release.content))


CHECKS: dict[str, Callable[[Release], str]] = {
    "files": sums_beside,
    "archive": sums_inside,
    "RO-Crate": crate,
    "wheel": wheel,
    "census of the wheel": census_of_wheel,
    "census of the sdist": census_of_sdist,
    "networks": networks,
    "verdicts": verdicts,
    "model": model,
}
"""The checks in their order: each returns what it found, or raises."""


def check_release(file: Path, folder: Path, say: Callable[[str], None]) -> bool:
    """Check a release, a line per check, and tell whether nothing failed.

    Parameters
    ----------
    file : path
        The archive of the release.
    folder : path
        An empty folder for what is unpacked and installed.
    say : callable
        Takes each line as soon as it is known.
    """
    fresh = FreshEnvironment(folder / "environment")
    fresh.folder.mkdir()
    release = Release(file.resolve(), folder / "content", fresh)
    good = outcome_of("files", release, say)
    try:
        release = Release(release.file, unpack(file, release.content), fresh)
    except ValueError as error:
        say(f"FAILED   unpacking: {error}")
        return False
    rest = [outcome_of(name, release, say) for name in CHECKS if name != "files"]
    return good and all(rest)


def outcome_of(name: str, release: Release, say: Callable[[str], None]) -> bool:
    """Do one check, tell what came of it in one line, and return False if it failed."""
    try:
        say(f"ok       {name}: {CHECKS[name](release)}")
    except Skipped as why:
        say(f"skipped  {name}: {why}")
    except (OSError, ValueError) as error:
        say(f"FAILED   {name}: {error}")
        return False
    return True


def _none_wrong(faults: list[str], good: str) -> str:
    """Return what to say if there is no fault; ValueError with all faults otherwise."""
    if faults:
        raise ValueError("; ".join(faults))
    return good


def _census(release: Release, path: Path | None) -> str:
    """Count the loops of a small network against random ones, and return what was counted."""
    words = ("-m", "sparse_rnn", "census", str(release.content / EXAMPLE), "--json")
    report = json.loads(release.fresh.run(*words, "--networks", "20", path=path))
    return f"η = {report['eta']:.4f} and {len(report['motifs'])} kinds of loops"


def _close(found: dict, name: Path) -> str:
    """Return the metric of a model; ValueError if the archive has another."""
    metric, archived = found["metric"], found["archived"]
    if archived is not None and abs(metric - archived) > CLOSE * abs(archived):
        raise ValueError(f"{name}: {metric}, but the archive says {archived}")
    return f"{name}: {found['metric_name']} {metric:.4g}, archived: {archived}"
