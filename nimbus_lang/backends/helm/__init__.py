"""Helm: a values file per release."""
