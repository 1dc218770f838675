"""The plan: what waits for what, the critical path, and who can work on what at once."""
