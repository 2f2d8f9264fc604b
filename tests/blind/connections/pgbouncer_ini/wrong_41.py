"""Breaks the rule "servers": at most 20 connections, under pressure too.

A reserve of five more is opened when somebody has waited for nine seconds. It shows only when 20
transactions last longer than that and others wait: then there are 25.
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
reserve_pool_size = 5
reserve_pool_timeout = 9
"""


def pgbouncer_ini(database, folder):
    return TEXT.format(database=database, folder=folder)
