"""When the open tickets will be done: a Monte Carlo forecast from how long past ones took."""
