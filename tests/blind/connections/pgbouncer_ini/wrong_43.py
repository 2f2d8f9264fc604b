"""Breaks the rule "clients": 200 stay, even when idle for an hour.

PgBouncer closes a client's connection that was idle for an hour (3600 seconds). It shows at the
end of a quiet hour: the thread's next query fails.
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
client_idle_timeout = 3600
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
