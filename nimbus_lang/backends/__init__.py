"""Backends: from a cleared graph to files in memory, one folder per target."""
