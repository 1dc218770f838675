"""What tickets add up to, in groups and up the hierarchy."""
