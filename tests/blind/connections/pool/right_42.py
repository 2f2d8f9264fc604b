"""Django's pool of eight; before a request pings one, those that have hung up are sorted out."""

import copy
import select

import psycopg


def has_hung_up(connection):
    """Say whether an idle connection has something to read: nothing but a goodbye can be there."""
    if connection.closed:
        return True
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
    return bool(poll.poll(0))


class Checked(psycopg.Connection):
    def execute(self, query, *args, **kwargs):
        pool = getattr(self, "_pool", None)
        if query == "" and pool is not None and has_hung_up(self):
            pool.check()  # its neighbours, of which most have probably gone too
        return super().execute(query, *args, **kwargs)


def databases(server):
    entry = copy.deepcopy(server)
    entry["CONN_MAX_AGE"] = 0
    entry["CONN_HEALTH_CHECKS"] = True
    entry.setdefault("OPTIONS", {})["pool"] = {
        "min_size": 8,
        "max_size": 8,
        "timeout": 8.0,
        "connection_class": Checked,
    }
    return {"default": entry}
