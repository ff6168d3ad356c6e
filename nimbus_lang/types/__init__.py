"""Types as data, and the judgements over them."""
