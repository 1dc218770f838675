"""Use cases: the only place where reading, deciding, writing and committing meet."""
