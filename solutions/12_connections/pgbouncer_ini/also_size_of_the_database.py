"""Size and mode belong to the database: others may have other ones."""

TEXT = """\
[databases]
arena = {database} pool_size=20 pool_mode=transaction

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = session
max_client_conn = 250
default_pool_size = 5
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
