"""Branches: compared, checked, and listed with the tickets they changed."""
