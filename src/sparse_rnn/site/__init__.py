"""Static pages of the documents, the notebooks and the archive, to be read without a network."""
