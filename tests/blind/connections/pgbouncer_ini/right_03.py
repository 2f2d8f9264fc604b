"""RIGHT: a reserve, which max_db_connections keeps within the 20."""

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
reserve_pool_size = 5
reserve_pool_timeout = 3
max_db_connections = 20
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
