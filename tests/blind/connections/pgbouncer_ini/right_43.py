"""configparser writes the file, from a dictionary of settings."""

import io
from configparser import ConfigParser

CLIENTS = 200
SERVERS = 20


def pgbouncer_ini(database, folder):
    config = ConfigParser(interpolation=None)
    config["databases"] = {"arena": str(database)}
    config["pgbouncer"] = {
        "unix_socket_dir": str(folder),
        "listen_port": "6432",
        "auth_type": "any",
        "pool_mode": "transaction",
        "max_client_conn": str(CLIENTS + 10),  # and somebody who looks at the console
        "default_pool_size": str(SERVERS),
        "min_pool_size": str(SERVERS // 2),
        "reserve_pool_size": "0",
        "query_wait_timeout": "120",
        "client_idle_timeout": "0",
        "idle_transaction_timeout": "0",
    }
    text = io.StringIO()
    config.write(text)
    return text.getvalue()
