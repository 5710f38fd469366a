"""Figures of the project: one style, the motif glyphs, and one function per figure."""
