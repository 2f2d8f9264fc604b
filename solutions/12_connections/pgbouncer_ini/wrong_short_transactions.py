"""Ends a transaction that is idle for five seconds: its client has not finished it.

Breaks: transaction
Fails: answer
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
idle_transaction_timeout = 5
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
