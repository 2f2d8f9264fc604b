"""The pool beside OPTIONS: Django reads it nowhere there, and says nothing.

Fails: connections
"""


def databases(server):
    return {"default": {**server, "pool": {"min_size": 2, "max_size": 8}}}
