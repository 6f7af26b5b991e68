"""Measures the product's search beside what a user would pick instead. Not shipped in the wheel."""
