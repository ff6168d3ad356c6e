"""The disk: loading specs, writing artifacts."""
