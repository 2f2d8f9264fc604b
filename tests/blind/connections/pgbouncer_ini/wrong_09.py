"""WRONG (rule: answered): query_timeout ends a query, and one that waits, after five seconds."""

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
query_timeout = 5
query_wait_timeout = 60
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
