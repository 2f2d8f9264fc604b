"""RIGHT: says that there is no network address; limits of the database in its line."""

TEXT = """\
[databases]
arena = {database} pool_size=20 max_db_connections=20

[pgbouncer]
; An empty list: only the socket.
listen_addr =
listen_port = 6432
unix_socket_dir = {folder}
auth_type = any
pool_mode = transaction
max_client_conn = 201
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
