"""What a feed-forward loop does."""
