"""Search engines outside the database, behind one small interface."""
