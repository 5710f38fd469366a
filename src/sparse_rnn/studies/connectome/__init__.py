"""Whether the wiring of a worm is balanced as trained wiring is."""
