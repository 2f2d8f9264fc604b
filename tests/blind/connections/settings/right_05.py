"""RIGHT: a timedelta of half an hour, as (a float of) seconds."""

from datetime import timedelta

AGE = timedelta(minutes=30)


def databases(server):
    default = {}
    default.update(server)
    default.update(CONN_MAX_AGE=AGE.total_seconds(), CONN_HEALTH_CHECKS=True)
    return {"default": default}
