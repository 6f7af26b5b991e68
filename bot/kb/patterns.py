"""Patterns of text that several modules read."""

from __future__ import annotations

import re

ACT = re.compile(r"\b(?:1[89]|20)\d\d:\d{1,4}\b")
"""The number of an act in Svensk författningssamling, such as 2009:47."""

QUOTE = re.compile('[”“"][^”“"]*[”“"]')
"""A quoted passage with its marks: a law's own words, in every language."""
