"""What a command prints: streams that stand any text and closed ends; errors and names in words."""

from __future__ import annotations

import codecs
import io
import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence

_AS_BYTES_OR_ESCAPED = "sparse_rnn.as_bytes_or_escaped"


def prepare_streams() -> bool:
    r"""Make standard output and standard error fit for any text; return whether output is open.

    Bytes of a file's name that are no text are written as they are, and letters that the stream's
    encoding lacks as escapes: ``\u03b7`` for an eta where the locale knows ASCII only.  A stream
    that was closed leads nowhere.
    """
    codecs.register_error(_AS_BYTES_OR_ESCAPED, _as_bytes_or_escaped)
    given = sys.stdout is not None
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # else the next file that is opened would take its place
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_AS_BYTES_OR_ESCAPED)
    return given


def discard_output() -> None:
    """Let what standard output still holds go nowhere, lest Python write it when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def printing(work: Callable[[], int]) -> int:
    """Return the exit code of some work that prints: 1 if its readers wanted no more, as head."""
    try:
        code = work()
        sys.stdout.flush()
    except BrokenPipeError:
        discard_output()
        return 1
    return code


def run_command(parser: ArgumentParser, arguments: Sequence[str] | None = None) -> int:
    """Run the command of a parser, its ``act``, on arguments; return its exit code.

    It is 2, with one line of error, where the command was impossible.
    """
    prepare_streams()
    options = parser.parse_args(arguments)
    try:
        return printing(lambda: options.act(options))
    except (OSError, ValueError, RuntimeError) as error:
        print(f"error: {explained(error)}", file=sys.stderr)
        flush_or_discard()
        return 2


def flush_or_discard() -> None:
    """Write what standard output still holds if that is possible."""
    try:
        sys.stdout.flush()
    except OSError:
        discard_output()


def explained(error: Exception) -> str:
    """Return an error as its reader needs it, without the name of its class."""
    if isinstance(error, MemoryError):
        return f"not enough memory: {error}"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename} {error.strerror}" if error.filename else error.strerror
    return str(error)


def readable_name(path: str | os.PathLike) -> str:
    r"""Return the name of a file as text: UTF-8 in any locale, other bytes as ``\xe9``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _as_bytes_or_escaped(error: UnicodeError) -> tuple[str | bytes, int]:
    try:
        return codecs.lookup_error("surrogateescape")(error)
    except UnicodeEncodeError:
        return codecs.lookup_error("backslashreplace")(error)
