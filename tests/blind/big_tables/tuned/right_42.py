"""The settings are worked out from what is known about the server."""

MB = 1
GB = 1024 * MB

memory = 16 * GB
clients = 100
reserved = 3
connections = clients + reserved + 2
cache = memory * 30 // 100
for_sorts = 12 * GB - cache

SETTINGS = {
    "max_connections": connections,
    "superuser_reserved_connections": reserved,
    "reserved_connections": 0,
    "shared_buffers": f"{cache}MB",
    "work_mem": f"{min(64 * MB, for_sorts // connections)}MB",
    "maintenance_work_mem": f"{memory // 32}MB",
    "effective_cache_size": f"{memory * 3 // 4}MB",
    "seq_page_cost": 1.0,
    "random_page_cost": 1.25,
    "max_wal_size": f"{2 * GB}MB",
}

TEXT = "".join(f"{name} = {value}\n" for name, value in SETTINGS.items())
