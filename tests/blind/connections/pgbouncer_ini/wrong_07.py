"""WRONG (rule: door): listens at 127.0.0.1 too, where any user of the machine comes in unasked."""

TEXT = """\
[databases]
arena = {database}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = 6432
unix_socket_dir = {folder}
auth_type = any
pool_mode = transaction
max_client_conn = 250
default_pool_size = 20
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
