"""Signed networks: triad census, null models, significance and balance, without torch."""
