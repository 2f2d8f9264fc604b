"""RIGHT: all 20 are opened early and stay open."""

TEXT = """\
[databases]
arena = {database}

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
max_client_conn = 256
default_pool_size = 20
min_pool_size = 20
server_idle_timeout = 0
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
