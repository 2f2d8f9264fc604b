"""WRONG (rule: transaction): statement mode, where PgBouncer refuses transactions of several statements."""

TEXT = """\
[databases]
arena = {database}

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = statement
max_client_conn = 500
default_pool_size = 20
max_db_connections = 20
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
