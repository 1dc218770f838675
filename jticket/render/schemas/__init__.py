"""JSON Schemas of what the program prints and reads, made from the tables of the model."""
