"""The longest age that is allowed, written into the entry itself."""


def databases(server):
    server["CONN_MAX_AGE"] = 60 * 60
    server["CONN_HEALTH_CHECKS"] = True
    return {"default": server}
