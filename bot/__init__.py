"""Vänort: answers a municipality's staff from curated knowledge files."""

__version__ = "0.1.0"
