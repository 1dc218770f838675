"""The disk: where the tickets are, and how they are read and safely written."""
