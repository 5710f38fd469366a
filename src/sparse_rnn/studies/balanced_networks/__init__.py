"""Whether networks made balanced before training perform better."""
