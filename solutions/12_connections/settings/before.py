"""A quick request spends most of its time connecting to the database.

Each request opens a connection and closes it at the end, as Django does by default. PostgreSQL
starts a process for it, checks the password, and prepares it: longer than most requests take.

Change this file so that the web server's threads keep their connections between requests.
databases() gets the entry of DATABASES that says where the database is, and returns the whole
setting.

Rules:
- entry: what the entry says stays, in its OPTIONS too; more may be added.
- connections: 16 threads answer five requests each, the last two half a minute later, over at most
  16 connections.
- restart: no request fails when PostgreSQL ended the connections between two requests.
- age: the next request closes a connection that is an hour old, which frees memory, and finds a
  server that has moved.
"""


def databases(server):
    # TODO: say how long a connection lives, and how a dead one is noticed.
    return {"default": {**server}}
