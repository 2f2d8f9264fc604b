"""The databases that checks run on: which one, and how each check gets a fresh copy."""
