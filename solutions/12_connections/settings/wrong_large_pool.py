"""A pool that may open twice as many connections as there are threads.

A pool grows when a request has to wait, also while another connection is being opened.

Breaks: connections
Fails: sessions
"""


def databases(server):
    options = {**server["OPTIONS"], "pool": {"min_size": 8, "max_size": 32}}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}
