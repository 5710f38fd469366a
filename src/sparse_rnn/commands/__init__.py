"""The subcommands of ``sparse-rnn``.

A module per subcommand holds its `Command`, and `registry` lists them.  They share `options` (the
arguments), `help_texts`, `null_networks` (drawing) and `output` (printing and writing).  What they
print and write is said by `reports`.
"""
