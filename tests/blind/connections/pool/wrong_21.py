"""WRONG (rule: together): the sizes of an example, two to four: the fifth request at the same time waits."""


def databases(server):
    pool = {"min_size": 2, "max_size": 4, "timeout": 10}
    options = {**server.get("OPTIONS", {}), "pool": pool}
    return {
        "default": {**server, "OPTIONS": options, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    }
