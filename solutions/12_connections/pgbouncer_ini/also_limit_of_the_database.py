"""The pool may be larger, as max_db_connections is the limit that counts.

It also holds for several users, where each pair of user and database has a pool of its own.
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
default_pool_size = 50
max_db_connections = 20
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
