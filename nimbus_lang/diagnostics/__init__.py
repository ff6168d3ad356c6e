"""What is said of a user's input, and how it is rendered."""
