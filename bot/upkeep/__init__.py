"""What the coordinator runs: checks, evaluation and the rest of the upkeep."""
