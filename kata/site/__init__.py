"""The pages of the site that are made from the course itself. MkDocs loads ``hooks``."""
