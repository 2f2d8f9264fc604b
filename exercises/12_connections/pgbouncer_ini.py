"""At noon, most of Arena's threads get an error: "no more connections allowed (max_client_conn)".

Arena has 200 threads, and each keeps its connection open. PgBouncer lends them 20 connections to
PostgreSQL. A guide had two of its settings the wrong way round; and even if all could connect,
20 would be answered while the rest wait.

Change the text so that 200 clients stay connected and all are answered.

Rules:
- clients: 200 connect and stay, even when idle for an hour.
- answered: all are answered, if need be after ten seconds.
- servers: at most 20 connections to PostgreSQL, under pressure too.
- busy: 20 transactions run at the same time, without waiting.
- transaction: has one connection, to its end.
- socket: "arena" is the database described by `database`, at port 6432 in `folder`.
- door: auth_type is any, so there is no network address.
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
