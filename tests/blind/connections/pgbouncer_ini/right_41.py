"""Transaction pooling: many clients, and twenty connections that are lent for one transaction."""

TEXT = """\
[databases]
arena = {database}

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
max_client_conn = 400
default_pool_size = 20
max_db_connections = 20
reserve_pool_size = 0
client_idle_timeout = 0
query_wait_timeout = 60
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
