"""Doing exactly what was approved."""
