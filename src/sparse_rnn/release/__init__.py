"""A release: what it holds, how it is described, and how anyone checks it."""
