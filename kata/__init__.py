"""The engine of the course: checks, runner and ways in. It knows no chapter."""
