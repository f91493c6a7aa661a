"""Records that are likely the same: over the whole file, for one record, and while one is being typed."""

ENTITIES = ("company", "contact")
"""Whose records are compared."""
