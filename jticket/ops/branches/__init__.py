"""What a branch does, and whether it is sound."""
