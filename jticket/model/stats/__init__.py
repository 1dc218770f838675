"""Totals of tickets: in groups, up the hierarchy, and over time."""
