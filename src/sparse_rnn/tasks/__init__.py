"""The six tasks of the paper behind one interface; ``registry.make_task`` builds them by name."""
