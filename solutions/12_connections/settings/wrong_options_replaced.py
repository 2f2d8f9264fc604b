"""New OPTIONS in place of the old ones: what the server needs, such as sslmode, is gone.

Breaks: entry
Fails: answer
"""


def databases(server):
    return {
        "default": {
            **server,
            "OPTIONS": {"connect_timeout": 5},
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    }
