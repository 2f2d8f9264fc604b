"""WRONG (rule: age): two hours, so a connection that is an hour old is used on."""

from datetime import timedelta

AGE = timedelta(hours=2)


def databases(server):
    kept = {"CONN_MAX_AGE": int(AGE.total_seconds()), "CONN_HEALTH_CHECKS": True}
    return {"default": server | kept}
