"""How the tables of discussion came to be."""
