"""WRONG (rule: clients): a client that is idle for half an hour is disconnected."""

TEXT = """\
[databases]
arena = {database}

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
max_client_conn = 500
default_pool_size = 20
max_db_connections = 20
client_idle_timeout = 1800
server_idle_timeout = 600
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
