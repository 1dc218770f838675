"""Findings on tickets: rules in a registry, fixes, the baseline of a branch, formats."""
