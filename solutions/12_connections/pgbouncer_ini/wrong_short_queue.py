"""A client that waits for two seconds is sent away: under pressure that is soon.

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
pool_mode = transaction
max_client_conn = 250
default_pool_size = 20
query_wait_timeout = 2
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
