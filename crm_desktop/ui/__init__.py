"""The window: everything that knows Qt, and nothing that knows the database."""
