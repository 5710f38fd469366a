"""Results of a run, kept in git: tables, trained networks as signed links, cost and origin."""
