"""RIGHT: dict() with names; two minutes."""


def databases(server):
    return dict(default=dict(server, CONN_MAX_AGE=120, CONN_HEALTH_CHECKS=True))
