"""Runs an answer where it can do no harm, and finds what it leaves behind."""
