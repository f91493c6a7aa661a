"""The commands of the command line, grouped by what they are about; ``cli.py`` puts them together."""
