"""The census of signed motifs in the connected triads of a graph."""
