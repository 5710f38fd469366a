"""How a claim is judged: the limits, the rules and what a finding is."""
