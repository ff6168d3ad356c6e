"""From a sentence to a spec."""
