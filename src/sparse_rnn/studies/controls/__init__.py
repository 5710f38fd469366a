"""What is left of balance without training, or with other signs."""
