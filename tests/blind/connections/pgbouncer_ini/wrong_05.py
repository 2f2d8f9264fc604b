"""WRONG (rule: transaction): the database's own line says statement mode, which refuses transactions."""

TEXT = """\
[databases]
arena = {database} pool_size=20 pool_mode=statement

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
max_client_conn = 250
default_pool_size = 20
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
