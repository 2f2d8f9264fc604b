"""The pool beside OPTIONS: Django does not read it there, and says nothing.

Breaks: connections
Fails: connections
"""


def databases(server):
    return {"default": {**server, "pool": {"min_size": 2, "max_size": 8, "timeout": 5}}}
