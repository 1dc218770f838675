"""Use cases that only read: each answers one command, whatever surface asks."""
