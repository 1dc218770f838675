"""The history of tickets, read from git."""
