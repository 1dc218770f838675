"""Comparisons of two states of a project: tickets, their texts, and the plan."""
