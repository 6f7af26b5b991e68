"""What runs: workers that answer what is in the inbox, over channels; health, metrics and logs."""
