"""Commits of exactly the given files: draft, hooks, index, state."""
