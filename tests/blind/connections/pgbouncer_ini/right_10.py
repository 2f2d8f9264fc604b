"""RIGHT: the sections and settings in another order, no spaces, and clients may idle for a day."""

TEXT = """\
# Limits: clients, then servers.
[pgbouncer]
max_client_conn=800
default_pool_size=20
max_db_connections=20
pool_mode=transaction
client_idle_timeout=86400
query_wait_timeout=30
auth_type=any
listen_port=6432
unix_socket_dir={folder}

[databases]
arena={database}
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
