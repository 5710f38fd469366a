"""Structural balance of a graph, of its links and nodes, and how significant it is."""
