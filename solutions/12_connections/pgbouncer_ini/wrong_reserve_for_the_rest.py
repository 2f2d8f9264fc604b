"""Five in reserve: they are opened when a client has waited for reserve_pool_timeout.

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
default_pool_size = 15
reserve_pool_size = 5
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
