"""Two states held against each other: tickets, their texts, and the plan."""
