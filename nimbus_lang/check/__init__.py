"""Names, types and values of a program."""
