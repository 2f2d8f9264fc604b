"""RIGHT: says only the smallest number, which is the largest too then (max_size is None)."""


def databases(server):
    options = dict(server.get("OPTIONS") or {}, pool=dict(min_size=8, timeout=6))
    default = dict(server, CONN_MAX_AGE=0, CONN_HEALTH_CHECKS=True, OPTIONS=options)
    return dict(default=default)
