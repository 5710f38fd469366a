"""The subcommands of ``sparse-rnn``, in the order of its help."""

from __future__ import annotations

from sparse_rnn.commands.anneal import ANNEAL_COMMAND
from sparse_rnn.commands.balance import BALANCE_COMMAND
from sparse_rnn.commands.census import CENSUS_COMMAND
from sparse_rnn.commands.command import Command
from sparse_rnn.commands.evaluate import EVALUATE_COMMAND
from sparse_rnn.commands.four_nodes import FOUR_NODES_COMMAND
from sparse_rnn.commands.mixing import MIXING_COMMAND
from sparse_rnn.commands.nulls import NULLS_COMMAND

COMMANDS: tuple[Command, ...] = (
    CENSUS_COMMAND,
    BALANCE_COMMAND,
    FOUR_NODES_COMMAND,
    NULLS_COMMAND,
    MIXING_COMMAND,
    ANNEAL_COMMAND,
    EVALUATE_COMMAND,
)
