"""Recurrent networks, one file per kind; ``registry.make_model`` builds them by name."""
