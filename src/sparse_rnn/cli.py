"""Signed motifs and structural balance of your own directed network."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import NoReturn

from sparse_rnn import __version__
from sparse_rnn.commands import anneal, balance, census, mixing

COMMANDS: dict[str, ModuleType] = {
    "census": census,
    "balance": balance,
    "mixing": mixing,
    "anneal": anneal,
}
"""The subcommands by name: modules with SUMMARY, DESCRIPTION, ``add_arguments`` and ``run``.

``run`` returns an exit code, or None for 0.
"""

EPILOG = """\
sparse-rnn COMMAND --help tells all about a command.
exit codes: 0 done, 1 output closed early, 2 wrong file or usage (told in one line), 3 annealing
ended before its target (the nearest network is written), 130 interrupted
"""


class OneLineParser(argparse.ArgumentParser):
    """A parser that tells what is wrong in one line, and where help is."""

    def error(self, message: str) -> NoReturn:
        """Leave with exit code 2."""
        self.exit(2, error_line(f"{message} (see {self.prog} --help)"))


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    look = {"formatter_class": argparse.RawDescriptionHelpFormatter, "allow_abbrev": False}
    parser = OneLineParser("sparse-rnn", description=__doc__, epilog=EPILOG, **look)
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, module in COMMANDS.items():
        words = {"help": module.SUMMARY, "description": module.DESCRIPTION}
        command = commands.add_parser(name, **words, **look)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


def error_line(message: str) -> str:
    """Return a message as the one line that stderr shows."""
    return f"sparse-rnn: error: {' '.join(message.split())}\n"


def explain(error: Exception) -> str:
    """Return what an error says to whom it concerns, without the name of its class."""
    if isinstance(error, MemoryError):
        return f"not enough memory: {error}"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename} {error.strerror}" if error.filename else error.strerror
    return str(error)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    options = build_parser().parse_args(arguments)
    try:
        code = options.run(options) or 0
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read the output, such as head, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    except (ValueError, OSError, MemoryError) as error:
        sys.stderr.write(error_line(explain(error)))
        return 2
    return code


if __name__ == "__main__":
    sys.exit(main())
