"""Listens at an address as well: auth_type = any lets in everybody who can reach it.

Nobody is asked for a password, and the name of the user does not matter.

Breaks: door
Fails: answer
"""

TEXT = """\
[databases]
arena = {database}

[pgbouncer]
unix_socket_dir = {folder}
listen_addr = 127.0.0.1
listen_port = 6432
auth_type = any
pool_mode = transaction
max_client_conn = 250
default_pool_size = 20
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
