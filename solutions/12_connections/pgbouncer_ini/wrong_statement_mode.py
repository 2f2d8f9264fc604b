"""A connection is lent for one statement: transactions are refused.

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
pool_mode = statement
max_client_conn = 250
default_pool_size = 20
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
