"""The numbers are right, but a connection comes back only when its client leaves.

Breaks: answered
Fails: answered
"""

TEXT = """\
[databases]
arena = {database}

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = session
max_client_conn = 250
default_pool_size = 20
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
