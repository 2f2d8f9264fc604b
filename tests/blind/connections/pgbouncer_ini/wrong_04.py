"""WRONG (rule: answered): who has waited for eight seconds gets an error, where ten must be possible."""

TEXT = """\
[databases]
arena = {database}

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
max_client_conn = 200
default_pool_size = 20
max_db_connections = 20
query_wait_timeout = 8
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
