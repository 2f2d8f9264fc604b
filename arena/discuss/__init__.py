"""Posts, comments, tags and likes."""
