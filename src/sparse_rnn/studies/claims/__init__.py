"""What holds of the paper: every claim in every condition, as one table."""
