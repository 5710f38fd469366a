"""The subcommands of ``sparse-rnn``.

A module per subcommand holds its `Command`, and `registry` lists them.  They share `options` (the
arguments), `help_texts`, `null_networks` (drawing), `records` (what is measured and where it comes
from, for JSON), `words` (the same for the terminal), `output` (printing and writing) and
`compiling` (what a first run tells).
"""
