"""`database` is taken apart at its spaces: a password or connect_query is lost.

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

KEYS = ("host", "port", "dbname", "user")


def pgbouncer_ini(database, folder):
    said = dict(part.split("=", 1) for part in database.split() if "=" in part)
    database = " ".join(f"{key}={said[key]}" for key in KEYS if key in said)
    return TEXT.format(database=database, folder=folder)
