"""Judgements over the whole graph, one a file."""
