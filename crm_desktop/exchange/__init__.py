"""Files in and out: reading tables from elsewhere safely, mapping and parsing them, writing tables."""
