"""WRONG (rule: connections): a random age, in some processes less than half a minute."""

import random


def databases(server):
    # Not all processes at once: a minute, more or less.
    age = round(60 * random.uniform(0.25, 1.75))
    return {"default": {**server, "CONN_MAX_AGE": age, "CONN_HEALTH_CHECKS": True}}
