"""The history of tickets."""
