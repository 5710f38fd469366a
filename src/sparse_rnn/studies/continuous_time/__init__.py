"""Whether the claims hold for networks in continuous time."""
