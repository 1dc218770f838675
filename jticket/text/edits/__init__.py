"""Edits of a ticket as splices of its text, and `apply_edits`, the only way to apply them."""
