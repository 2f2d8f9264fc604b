"""Each process draws how long it keeps a connection: some of them less than half a minute.

Breaks: connections
Fails: sessions
"""

import random


def databases(server):
    age = random.randint(20, 600)
    return {"default": {**server, "CONN_MAX_AGE": age, "CONN_HEALTH_CHECKS": True}}
