"""RIGHT: mode and size in the database's own line, which wins over what [pgbouncer] says for others."""

TEXT = """\
[databases]
arena = {database} pool_mode=transaction pool_size=20

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = session
max_client_conn = 300
default_pool_size = 200
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
