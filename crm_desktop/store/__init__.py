"""Where it is kept: the file, its one door, the change log, lists, search, backups."""
