"""RIGHT: the pool's size and mode belong to the database's line; lines are joined from pairs."""


def pgbouncer_ini(database, folder):
    sizes = [("pool_mode", "transaction"), ("pool_size", 20), ("max_db_connections", 20)]
    arena = " ".join([database, *(f"{name}={value}" for name, value in sizes)])
    general = [
        ("unix_socket_dir", folder),
        ("listen_port", 6432),
        ("auth_type", "any"),
        ("pool_mode", "transaction"),
        ("max_client_conn", 250),
        ("default_pool_size", 20),
        ("query_wait_timeout", 60),
    ]
    lines = ["[databases]", f"arena = {arena}", "", "[pgbouncer]"]
    lines += [f"{name} = {value}" for name, value in general]
    return "\n".join(lines) + "\n"
