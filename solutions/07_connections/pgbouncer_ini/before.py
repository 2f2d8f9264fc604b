"""At noon, most of Arena's threads get an error: "no more connections allowed (max_client_conn)".

Arena has 200 threads. Each keeps its connection open between requests (CONN_MAX_AGE), so it is a
client that stays. PostgreSQL is to have 20 connections for all of them, with PgBouncer in between.
Somebody took the settings from a guide that says which number is which, and says it the wrong way
round. And if there were room for all of them, 20 would be answered while the others wait for ever.

Change the text so that 200 clients stay connected and all of them are answered.

Allowed: 20 connections to PostgreSQL, also when PgBouncer is under pressure. They are there to be
used: 20 transactions run at once, and none of them has to wait for that. The result stays as it is:
a pgbouncer.ini whose socket is in `folder` with port 6432, where the database "arena" is the one
that `database` describes, and where a transaction keeps its connection to its end. auth_type stays
"any": nobody but Arena can reach the socket.
"""

TEXT = """\
[databases]
arena = {database}

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = session
max_client_conn = 20
default_pool_size = 200
"""  # TODO: which number is which, and when does a connection come back?


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
