"""What it costs to remove loops from a trained network."""
