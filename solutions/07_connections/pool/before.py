"""On a busy day visitors of Arena see an error: "sorry, too many clients already".

Arena has twelve processes with 32 threads each. A thread that has once answered a request keeps its
connection: 384 in all, where PostgreSQL takes 100. Most of them do nothing at any moment, as a
request wants the database for a few milliseconds, and the thread holds its connection all day.

Change this file so that the threads of a process share a few connections. databases() gets the
entry of the setting DATABASES that says where the database is, and returns the whole setting.

Allowed: 32 threads that answer four requests each open at most 8 connections, and never more may be
open at once. 8 requests can use the database at the same time. When all 32 want it, nobody gets an
error: a request that finds no connection free waits for one, three seconds if need be. When
PostgreSQL has ended a connection between two requests, no request fails. What the entry says
stays as it is, also its OPTIONS.
"""


def databases(server):
    # TODO: a connection for each thread, whether it needs one or not.
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
