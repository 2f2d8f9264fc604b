"""WRONG (rule: door): listens at a network address too, and lets anybody in there."""

TEXT = """\
[databases]
arena = {database}

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6432
listen_addr = 127.0.0.1
auth_type = any
pool_mode = transaction
max_client_conn = 500
default_pool_size = 20
max_db_connections = 20
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
