"""Rules about any resource at all; always imported."""
