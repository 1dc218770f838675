"""Git: what the repository knows, and commits that hold nothing but what is ours."""
