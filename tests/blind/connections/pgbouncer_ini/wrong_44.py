"""Breaks the rule "transaction": has one connection, to its end.

A transaction that sends nothing for thirty seconds is ended, and its connection taken away. It
shows when the code does something slow between two statements.
"""

TEXT = """\
[databases]
arena = {database}

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
max_client_conn = 300
default_pool_size = 20
idle_transaction_timeout = 30
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
