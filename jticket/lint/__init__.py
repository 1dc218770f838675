"""Findings about tickets and projects, as small rules in a registry."""
