"""Networks in and out of files, and out of the objects of other packages."""
