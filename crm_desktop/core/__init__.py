"""What every layer may use: no Qt, no SQLAlchemy, and none of our other packages."""
