"""RIGHT: says every time limit: none for clients and queries, a minute to wait for a connection."""

TEXT = """\
[databases]
arena = {database}

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
max_client_conn = 240
default_pool_size = 20
reserve_pool_size = 0
client_idle_timeout = 0
idle_transaction_timeout = 0
query_timeout = 0
query_wait_timeout = 60
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
