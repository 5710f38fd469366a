"""The subcommands of ``sparse-rnn``: a module each, with a summary, its arguments and a ``run``."""
