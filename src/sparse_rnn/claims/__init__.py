"""The claims of the paper, each a test on the tables: statistic, interval, verdict."""
