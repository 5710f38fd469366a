"""Networks in and out of files: edge lists, GraphML and matrices."""
