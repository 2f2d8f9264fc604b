"""How the table of notes came to be."""
