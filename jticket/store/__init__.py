"""The disk: where tickets lie, how they are read and safely written."""
