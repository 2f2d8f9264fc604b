"""On a busy day visitors of Arena see an error: "sorry, too many clients already".

Arena has twelve processes of 32 threads. Each thread keeps its connection: 384 in all, where
PostgreSQL accepts 100. Most are idle at any moment.

Change this file so that the threads of a process share a few connections. databases() gets the
entry of DATABASES that says where the database is, and returns the whole setting.

Rules:
- entry: what the entry says stays, in its OPTIONS too; more may be added.
- connections: 32 threads answer four requests each over at most 8 connections, and never open more.
- together: 8 requests can use the database at the same time.
- queue: a request that finds none free waits for three seconds if need be; it fails after ten at
  most.
- restart: no request fails when PostgreSQL ended a connection between two requests.
"""


def databases(server):
    # TODO: a connection for each thread, whether it needs one or not.
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
