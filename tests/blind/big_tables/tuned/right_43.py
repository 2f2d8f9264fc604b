"""Only what differs from PostgreSQL's defaults, in its base units: blocks of 8 kB, and kB."""

TEXT = "\n".join(
    [
        "max_connections = 106",
        "shared_buffers = 655360",  # blocks of 8 kB: 5 GB
        "work_mem = 65536",  # kB, so 64 MB; 106 of them are 6.6 GB
        "effective_cache_size = 1441792",  # blocks again: 11 GB, what Linux caches included
        "random_page_cost = 1.5",
        "",
    ]
)
