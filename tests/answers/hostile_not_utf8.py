"""Latin-1."""

NAME = "ü"
