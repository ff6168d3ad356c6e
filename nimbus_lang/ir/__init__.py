"""The graph of everything a stack makes."""
