"""Values and algorithms of tickets; no I/O, no text, no clock."""
