"""Contests, and what people scored in them."""
