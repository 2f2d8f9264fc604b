"""A connection for each client: PgBouncer shares nothing, and PostgreSQL has too many.

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
default_pool_size = 200
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
