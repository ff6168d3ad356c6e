"""The command line: a thin translator."""
