"""The pool hands out dead connections too: nothing tells it to check them.

Breaks: restart
Fails: killed
"""


def databases(server):
    options = {**server["OPTIONS"], "pool": {"min_size": 2, "max_size": 8, "timeout": 5}}
    return {"default": {**server, "OPTIONS": options}}
