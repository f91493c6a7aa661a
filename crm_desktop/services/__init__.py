"""What people do with a customer file; the only callers of the unit of work."""
