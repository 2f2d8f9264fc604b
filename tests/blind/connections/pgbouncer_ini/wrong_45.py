"""Breaks the rule "servers": at most 20 connections to PostgreSQL.

A second name for the same database, for reports, has a pool of its own, which max_db_connections
does not add to the first one's. It shows when somebody uses it while "arena" is busy: there are 25.
"""

TEXT = """\
[databases]
arena = {database}
arena_reports = {database} pool_size=5

[pgbouncer]
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
max_client_conn = 300
default_pool_size = 20
max_db_connections = 20
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
