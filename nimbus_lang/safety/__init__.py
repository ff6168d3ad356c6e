"""Rules over the graph; only what passes is cleared."""
