"""For a database behind a firewall, which may forget an idle connection and tell nobody.

A health check alone would wait for an answer that does not come. Keepalives keep the connection
known and notice when it is lost; tcp_user_timeout ends the wait for what was sent; connect_timeout
limits the next attempt. libpq ignores them over a Unix socket.
"""


def databases(server):
    tcp = {
        "keepalives_idle": 60,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "tcp_user_timeout": 10_000,
        "connect_timeout": 5,
    }
    options = {**server["OPTIONS"], **tcp}
    settings = {"OPTIONS": options, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    return {"default": {**server, **settings}}
