"""CRM Desktop: the customers, sales and service of a small firm in one file."""

import logging

__version__ = "0.1.0"

logging.getLogger(__name__).addHandler(logging.NullHandler())  # a note for us is not part of an answer
