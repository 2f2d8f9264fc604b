"""RIGHT: also takes care of the servers: they take turns, and live for twenty minutes."""

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
min_pool_size = 5
server_round_robin = 1
server_lifetime = 1200
server_idle_timeout = 120
ignore_startup_parameters = extra_float_digits
log_connections = 0
log_disconnections = 0
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
