"""What git remembers of the tickets."""
