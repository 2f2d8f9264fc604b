"""Breaks the rule "entry": what its OPTIONS say stays.

A limit for statements is added as libpq's "options", in place of the entry's own. It shows when the
entry has "options", such as "-c search_path=arena": it is lost. Other OPTIONS stay.
"""


def databases(server):
    options = {**server.get("OPTIONS", {}), "options": "-c statement_timeout=30000"}
    return {
        "default": {**server, "OPTIONS": options, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    }
