"""Whether sparse networks perform like dense ones."""
