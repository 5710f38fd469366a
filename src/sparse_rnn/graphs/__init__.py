"""Signed directed graphs: files, census, balance, null models and annealing, without torch."""
