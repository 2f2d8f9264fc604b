"""WRONG (rule: answered): who waits for more than five seconds gets an error instead of an answer."""

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
query_wait_timeout = 5
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
