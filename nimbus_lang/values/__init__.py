"""Values, deferred values, and the pure functions over them."""
