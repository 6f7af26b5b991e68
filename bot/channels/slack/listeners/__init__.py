"""What the app listens to; each module registers its own."""

from __future__ import annotations
