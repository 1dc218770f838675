"""What a user asks for: queries, the values they name, and filters."""
