"""WRONG (rule: transaction): one that pauses for ten seconds loses its connection before its end."""

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
client_idle_timeout = 0
idle_transaction_timeout = 10
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
