"""What happened to tickets in the course of time."""
