"""Four connections for all: most of the 20 are never used.

Breaks: busy
Fails: at_once
"""

TEXT = """\
[databases]
arena = {database}

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
max_client_conn = 250
default_pool_size = 4
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
