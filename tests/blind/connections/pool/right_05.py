"""RIGHT: the numbers of the task: what PostgreSQL accepts, divided among the processes."""

MAX_CONNECTIONS = 100
PROCESSES = 12
SHARE = MAX_CONNECTIONS // PROCESSES  # 8
LONGEST_WAIT = 7.5


def pool():
    return {"min_size": SHARE // 4, "max_size": SHARE, "timeout": LONGEST_WAIT}


def databases(server):
    default = {**server, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    default["OPTIONS"] = {**server.get("OPTIONS", {}), "pool": pool()}
    return {"default": default}
