"""Whether networks that grow towards balance perform better."""
