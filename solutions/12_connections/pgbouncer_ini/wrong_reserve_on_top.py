"""The reserve comes on top of the pool: under pressure there are 30 connections.

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
max_client_conn = 250
default_pool_size = 20
reserve_pool_size = 10
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
