"""Search engines outside the database, behind one small interface, and notes of what they miss."""
