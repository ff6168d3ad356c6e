"""A cleared graph to files a person could have written."""
