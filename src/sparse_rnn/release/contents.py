"""What the archive of a release holds: all that git keeps, and folders that other targets make."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

CC_BY = "CC-BY-4.0"
MIT = "MIT"


@dataclass(frozen=True)
class Part:
    """One folder of the archive that its metadata describes.

    Attributes
    ----------
    folder : str
        Path below the root of the repository.
    name, text : str
        Title, and one sentence.
    license : str
        SPDX identifier.
    made_by : str
        The command that makes it, if git does not keep it.
    """

    folder: str
    name: str
    text: str
    license: str = CC_BY
    made_by: str = ""


PARTS_OF_RELEASE = (
    Part(
        "data/reference/tables",
        "Tables of results",
        "One csv file per measurement, and the verdicts in claims.csv; datapackage.json beside "
        "them explains every column.",
    ),
    Part(
        "data/reference/networks",
        "Trained networks",
        "The signed links of every network at the end of training, a file per condition.",
    ),
    Part(
        "data/reference/models",
        "Trained models with weights",
        "All parameters of every network as safetensors.",
        made_by="make archive, after a run of the paper",
    ),
    Part(
        "data/reference/budget",
        "Costs",
        "Processor time and memory of the archived run, by job and by stage.",
    ),
    Part(
        "data/connectome",
        "Signed connectome of C. elegans",
        "Chemical synapses with predicted signs, derived from Fenyves et al. 2020.",
    ),
    Part("figures/reference", "Figures", "The figures, and the numbers that they show."),
    Part("notebooks", "Notebooks", "Executed notebooks, one per figure, and their sources."),
    Part("workflow", "Workflow", "Rules, scripts and configurations of Snakemake.", MIT),
    Part("src/sparse_rnn", "Package sparse-rnn", "Training, census, balance and claims.", MIT),
    Part("tests", "Tests", "The tests of package, workflow and archive.", MIT),
    Part("docs", "Documents", "Findings, deviations from the paper, tables, guides.", MIT),
    Part("site", "Site", "The documents and notebooks as pages.", made_by="make site"),
)


def present_parts(files: set[str]) -> list[Part]:
    """Return the parts of which there are files, given paths below the root."""
    return [
        part
        for part in PARTS_OF_RELEASE
        if any(name.startswith(f"{part.folder}/") for name in files)
    ]


def absent_parts(root: Path) -> list[Part]:
    """Return the parts that have to be made and are not there."""
    return [part for part in PARTS_OF_RELEASE if part.made_by and not _files(root / part.folder)]


def members(root: Path) -> dict[str, Path]:
    """Return all files of the archive, by path below the root, in order.

    Raises
    ------
    RuntimeError
        If the folder is no checkout, or differs from its commit.
    """
    paths = [root / name for name in _kept(root)]
    paths += [
        path for part in PARTS_OF_RELEASE if part.made_by for path in _files(root / part.folder)
    ]
    found = {path.relative_to(root).as_posix(): path for path in paths}
    return dict(sorted(found.items()))


def commit_time(root: Path) -> int:
    """Return when the last commit was made, in seconds since 1970; all files get this time."""
    return int(_git(root, "log", "-1", "--format=%ct"))


def commit_hash(root: Path) -> str:
    """Return the hash of the last commit."""
    return _git(root, "rev-parse", "HEAD")


def _kept(root: Path) -> list[str]:
    """Return the files that git keeps; nothing but a clean checkout has a commit to name."""
    edited = _git(root, "status", "--porcelain", "--untracked-files=no")
    if edited:
        raise RuntimeError(
            f"commit or undo your changes first, a release names its commit:\n{edited}"
        )
    return [name for name in _git(root, "ls-files", "-z").split("\0") if name]


def _files(folder: Path) -> list[Path]:
    """Return the files in a folder, at any depth."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def _git(root: Path, *words: str) -> str:
    """Return what git says of a checkout."""
    done = subprocess.run(
        ["git", "-C", str(root), *words], capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode:
        raise RuntimeError(f"a release is made in a checkout with git: {done.stderr.strip()}")
    return done.stdout.rstrip("\n")
