"""Ends clients that are idle for five minutes: Django learns of it from its next query.

Idle clients cost PgBouncer little, and PostgreSQL nothing.

Breaks: clients
Fails: clients
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
client_idle_timeout = 300
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
