"""Words and pictures: what commands print, and templates."""
