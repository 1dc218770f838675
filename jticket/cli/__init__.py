"""What people type: each command parses, calls one use case, and prints."""
