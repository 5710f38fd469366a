"""The subcommands of ``sparse-rnn``.

A module per subcommand holds its `Command`, and `registry` lists them.  They share `options` (the
arguments), `help_texts`, `null_networks` (drawing), `output` (printing and writing) and
`compiling` (what a first run tells).  What they print and write is said by `reports`.
"""
