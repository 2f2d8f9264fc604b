"""WRONG (rule: busy): a limit in the database's line keeps it at 15; the 16th transaction waits."""

TEXT = """\
[databases]
arena = {database} max_db_connections=15

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
max_client_conn = 250
default_pool_size = 20
max_db_connections = 20
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
