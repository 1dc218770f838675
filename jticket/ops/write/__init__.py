"""Everything that writes tickets: one way for all, from the lock to the commit."""
