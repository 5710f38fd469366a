"""Simulated annealing from a random network to a balanced one."""
