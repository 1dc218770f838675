"""From a file's text to the model and back, byte for byte; no I/O."""
