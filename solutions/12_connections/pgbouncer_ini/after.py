"""250 clients, 20 connections to PostgreSQL, and each is lent for a transaction.

There are 50 clients more than threads: for a shell, and for the servers of a release.
"""

TEXT = """\
[databases]
arena = {database}

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
max_client_conn = 250
default_pool_size = 20
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
