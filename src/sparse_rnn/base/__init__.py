"""Files, logs, seeds and the record of where a result comes from; it knows nothing of networks."""
