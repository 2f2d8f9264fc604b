"""Another port: PgBouncer runs, and Arena does not find it.

Breaks: socket
Fails: answer
"""

TEXT = """\
[databases]
arena = {database}

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6433
auth_type = any
pool_mode = transaction
max_client_conn = 250
default_pool_size = 20
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
