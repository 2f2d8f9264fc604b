"""Breaks the rule "answered": if need be after ten seconds.

Who has waited for ten seconds gets an error, and loses the connection. It shows when the 20
transactions before it last ten seconds.
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
query_wait_timeout = 10
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
