"""What would change, bound by digests."""
