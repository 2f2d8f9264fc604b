"""The mode and the size of the pool stand in the line of the database itself."""


def pgbouncer_ini(database, folder):
    lines = [
        "[databases]",
        f"arena = {database} pool_mode=transaction pool_size=20 max_db_connections=20",
        "",
        "[pgbouncer]",
        f"unix_socket_dir = {folder}",
        "listen_port = 6432",
        "auth_type = any",
        "max_client_conn = 250",
    ]
    return "\n".join(lines) + "\n"
