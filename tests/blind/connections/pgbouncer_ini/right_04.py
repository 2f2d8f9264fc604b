"""RIGHT: the pool may be large, but max_db_connections allows the database 20."""

TEXT = """\
[databases]
arena = {database}

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
max_client_conn = 220
default_pool_size = 200
max_db_connections = 20
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
