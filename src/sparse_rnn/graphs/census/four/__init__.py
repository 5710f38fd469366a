"""Signed motifs of four nodes: their classes, their counts, and random networks to compare with."""
