"""Of the time that a quick request takes, most is spent on getting to the database.

Each request opens a connection of its own and closes it at the end. PostgreSQL starts a process for
it, looks at the password, and prepares it for Arena: longer than what most requests ask for. These
are Django's defaults.

Change this file so that the web server's threads keep their connections between requests.
databases() gets the entry of the setting DATABASES that says where the database is, and returns the
whole setting.

Allowed: 16 threads that answer five requests each, the last two half a minute after the others,
open at most 16 connections. When PostgreSQL has ended a connection between two requests, as in a
restart, no request fails. A connection that is an hour old is given up by the next request, so that
what it has piled up in memory goes too, and a server that has moved is found. What the entry says
stays as it is, also its OPTIONS.
"""


def databases(server):
    # TODO: say how long a connection lives, and how a dead one is noticed.
    return {"default": {**server}}
