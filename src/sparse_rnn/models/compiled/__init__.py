"""The fast path of the models: compiled kernels, with the plain models as their reference."""
