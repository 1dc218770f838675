"""What a view shows: each use case reads tickets and returns values; none prints."""
