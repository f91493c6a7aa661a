"""CRM Desktop: the customers, sales and service of a small firm in one file."""

__version__ = "0.1.0"
