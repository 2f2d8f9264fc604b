"""WRONG (rule: busy): five of the 20 are a reserve, so the 16th transaction waits for a second first."""

TEXT = """\
[databases]
arena = {database}

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
max_client_conn = 250
default_pool_size = 15
reserve_pool_size = 5
reserve_pool_timeout = 1
max_db_connections = 20
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
