"""RIGHT: leaves what PgBouncer does by itself (port 6432, 20 connections), and a query may wait forever."""

TEXT = """\
[databases]
arena = {database}

[pgbouncer]
unix_socket_dir = {folder}
auth_type = any
pool_mode = transaction
max_client_conn = 400
query_wait_timeout = 0
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
