"""Notebooks: what each of them reads, and how they are paired and executed."""
