"""What is asked of trained networks: their structure, and experiments on it."""
