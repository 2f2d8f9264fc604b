"""Changes the mode and believes the guide: 20 clients, and 200 connections.

Breaks: servers
Fails: servers
"""

TEXT = """\
[databases]
arena = {database}

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
max_client_conn = 20
default_pool_size = 200
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
