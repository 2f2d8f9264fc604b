"""RIGHT: an age that the entry gives stays if it keeps the rules, else it is half an hour."""

HALF_AN_HOUR = 30 * 60


def databases(server):
    age = server.get("CONN_MAX_AGE")
    if not isinstance(age, int) or not 60 <= age <= 3600:
        age = HALF_AN_HOUR
    return {"default": dict(server, CONN_MAX_AGE=age, CONN_HEALTH_CHECKS=True)}
