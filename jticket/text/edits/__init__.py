"""Edits of a ticket as splices of its text: what each means, and the one door that applies them."""
