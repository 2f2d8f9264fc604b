"""WRONG (rule: clients): does not say max_client_conn, which is 100 then, so the 101st is refused."""

TEXT = """\
[databases]
arena = {database}

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
default_pool_size = 20
max_db_connections = 20
query_wait_timeout = 120
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
