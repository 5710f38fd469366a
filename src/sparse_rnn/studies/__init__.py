"""The questions of the paper, one folder each: what is measured, its effect, claim and figure."""
