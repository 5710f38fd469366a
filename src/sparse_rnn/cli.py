"""Signed motifs and structural balance of your own directed network."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from sparse_rnn import __version__
from sparse_rnn.base.streams import explained, flush_or_discard, prepare_streams, printing
from sparse_rnn.commands.compiling import telling_of_compiling
from sparse_rnn.commands.registry import COMMANDS

_EPILOG = """\
sparse-rnn COMMAND --help tells all about a command.
exit codes: 0 done, 1 output closed early, 2 wrong file or usage (told in one line), 3 annealing
ended before its target (the nearest network is written), 130 interrupted
"""


class OneLineParser(argparse.ArgumentParser):
    """A parser that tells what is wrong in one line, and where help is."""

    def error(self, message: str) -> NoReturn:
        """Leave with exit code 2."""
        self.exit(2, _error_line(f"{message} (see {self.prog} --help)"))


def command_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    look = {"formatter_class": argparse.RawDescriptionHelpFormatter, "allow_abbrev": False}
    parser = OneLineParser("sparse-rnn", description=__doc__, epilog=_EPILOG, **look)
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        texts = {"description": command.description, "epilog": command.epilog}
        subparser = subparsers.add_parser(command.name, help=command.summary, **texts, **look)
        command.add_arguments(subparser)
        subparser.set_defaults(run=command.run, command=command.name)
    return parser


def _kernels_of(options: argparse.Namespace) -> str:
    """Return what decides which kernels a command needs: its name and the null model, if any."""
    drawn = [options.null] if getattr(options, "networks", 0) else []
    return "-".join([options.command, *drawn])


def _error_line(message: str) -> str:
    """Return a message as the one line that stderr shows."""
    return f"sparse-rnn: error: {' '.join(message.split())}\n"


@contextmanager
def _warnings_on_stderr() -> Iterator[None]:
    """Show what the package logs as warnings, a line each."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("sparse-rnn: warning: %(message)s"))
    package = logging.getLogger(__package__)
    package.addHandler(handler)
    try:
        yield
    finally:
        package.removeHandler(handler)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    open_output = prepare_streams()
    options = command_parser().parse_args(arguments)
    try:
        with telling_of_compiling(_kernels_of(options)), _warnings_on_stderr():
            code = printing(lambda: options.run(options) or 0)
    except KeyboardInterrupt:
        return 130
    except (ValueError, OSError, MemoryError) as error:
        sys.stderr.write(_error_line(explained(error)))
        flush_or_discard()
        return 2
    return code or (0 if open_output else 1)


if __name__ == "__main__":
    sys.exit(main())
