"""How the tables of contests came to be."""
