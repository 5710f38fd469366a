"""How networks become sparse: one file per family of strategies, ``registry.make_strategy``."""
