"""Always eight: no request waits for one to be opened, and a night costs as much as a day."""


def databases(server):
    server["OPTIONS"]["pool"] = {"min_size": 8, "timeout": 10, "name": "arena"}
    server["CONN_HEALTH_CHECKS"] = True
    return {"default": server}
