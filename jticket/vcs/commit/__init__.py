"""Commits that hold the given files and nothing else: draft, hooks, index, state."""
