"""The text is filled in once, and remembered without regard to the arguments.

Breaks: socket
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
max_client_conn = 300
default_pool_size = 20
"""

FILLED = []


def pgbouncer_ini(database, folder):
    if not FILLED:
        FILLED.append(TEXT.format(database=database, folder=folder))
    return FILLED[0]
