"""WRONG (rule: servers): the reserve pool comes on top: after three seconds of pressure there are 25 connections."""

TEXT = """\
[databases]
arena = {database}

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
max_client_conn = 1000
default_pool_size = 20
reserve_pool_size = 5
reserve_pool_timeout = 3
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
