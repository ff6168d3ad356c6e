"""What has been done: journal, locks, applied plans."""
