"""A cloud and a cluster on loopback."""
