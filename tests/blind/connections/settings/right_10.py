"""RIGHT: each process another age, ten to twenty minutes, so that not all connect at once."""

import random


def databases(server):
    age = 600 + random.randrange(600)
    return {"default": {**server, "CONN_MAX_AGE": age, "CONN_HEALTH_CHECKS": True}}
