"""Which loops trained networks have, and how balanced they are."""
