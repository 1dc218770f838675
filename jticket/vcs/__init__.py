"""Git: what the repository holds, and commits of exactly the given files."""
