"""What a subcommand of ``sparse-rnn`` consists of."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """A subcommand.

    Attributes
    ----------
    name : str
        The word that calls it.
    summary : str
        What it does, for the list of subcommands.
    description, epilog : str
        What its help says before and after the arguments.
    add_arguments : callable
        Adds its arguments to a parser.
    run : callable
        Does the work and returns the exit code, None for 0.
    """

    name: str
    summary: str
    description: str
    epilog: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int | None]
