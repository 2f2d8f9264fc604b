"""RIGHT: written by configparser from dictionaries, with every limit that matters spelled out."""

from configparser import RawConfigParser
from io import StringIO

SETTINGS = {
    "listen_port": 6432,
    "auth_type": "any",
    "pool_mode": "transaction",
    "max_client_conn": 400,
    "default_pool_size": 20,
    "min_pool_size": 0,
    "reserve_pool_size": 0,
    "max_db_connections": 20,
    "query_wait_timeout": 120,
    "client_idle_timeout": 0,
    "idle_transaction_timeout": 0,
}


def pgbouncer_ini(database, folder):
    parser = RawConfigParser(delimiters=("=",))
    parser.optionxform = str
    parser["databases"] = {"arena": database}
    parser["pgbouncer"] = {"unix_socket_dir": folder} | {
        name: str(value) for name, value in SETTINGS.items()
    }
    text = StringIO()
    parser.write(text)
    return text.getvalue()
