"""Build a release, say what it lacks, and check one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from sparse_rnn.base.streams import run_command
from sparse_rnn.release.check import check_release
from sparse_rnn.release.citation import missing_fields, read_citation
from sparse_rnn.release.contents import absent_parts
from sparse_rnn.release.tools import TOOLS, ask


def run_build(options: argparse.Namespace) -> int:
    """Build a release and end with what it lacks."""
    from sparse_rnn.release.build import build_release  # needs rocrate, which the others do not

    faults = {name: said for name, words in TOOLS.items() if (said := ask(words, Path()))}
    if faults:
        raise ValueError("\n".join(f"{name}: {said}" for name, said in faults.items()))
    print("valid:", ", ".join(TOOLS))
    for path in build_release(Path(), options.out):
        print(f"{path}  {path.stat().st_size:,} bytes")
    return run_missing(options)


def run_missing(options: argparse.Namespace) -> int:
    """Print what a release made now would lack."""
    lacking = missing_fields(read_citation(Path()))
    lacking += [f"{part.folder}: {part.name}: {part.made_by}" for part in absent_parts(Path())]
    print("missing:" if lacking else "nothing is missing", *lacking, sep="\n  ")
    return 0


def run_check(options: argparse.Namespace) -> int:
    """Check a release."""
    with TemporaryDirectory() as folder:
        good = check_release(options.file, Path(folder), lambda line: print(line, flush=True))
    print("the release is sound" if good else "THE RELEASE IS NOT SOUND, see the lines FAILED")
    return 0 if good else 1


RELEASE_COMMANDS = {
    run_build: "build a release from a clean checkout",
    run_missing: "print what a person has still to fill, and which parts are not there",
    run_check: "check a release in an empty folder and a new environment",
}
"""What each command does."""


def _parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser("python -m sparse_rnn.release", description=__doc__)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for act, text in RELEASE_COMMANDS.items():
        name = act.__name__.removeprefix("run_")
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(act=act)
        if act is run_build:
            command.add_argument("--out", type=Path, default=Path("dist"), metavar="FOLDER")
        if act is run_check:
            command.add_argument("file", type=Path, metavar="ARCHIVE")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0, 1 where a check fails, 2 where it was impossible."""
    return run_command(_parser(), arguments)


if __name__ == "__main__":
    sys.exit(main())
