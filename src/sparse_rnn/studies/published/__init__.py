"""What the networks that the authors published show, measured and trained by this package."""
