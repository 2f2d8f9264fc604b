"""The pool gives out what it has, dead connections too: nobody told it to look.

Fails: killed
"""


def databases(server):
    options = {**server["OPTIONS"], "pool": {"min_size": 2, "max_size": 8}}
    return {"default": {**server, "OPTIONS": options}}
