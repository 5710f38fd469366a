"""What the networks that the paper's authors published show, measured by our own code."""
