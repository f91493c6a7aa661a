"""Cleaning many records at once: each tool says first what it would change, and one undo takes it back."""
