"""How weights and signs change while a network is pruned."""
