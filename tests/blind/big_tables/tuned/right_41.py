"""A quarter of the memory for the cache, 64 MB for each of 110 connections, and costs of an SSD."""

TEXT = """\
# Connections: Arena's 100, and some more for superusers and a spare terminal.
max_connections = 110
superuser_reserved_connections = 3

# Memory: 4 GB + 110 * 64 MB = 10.9 GB of 16 GB.
shared_buffers = 4GB
work_mem = 64MB
maintenance_work_mem = 512MB
effective_cache_size = 12GB

# An SSD seeks for free.
random_page_cost = 1.1
effective_io_concurrency = 200

# Fewer checkpoints.
max_wal_size = 4GB
checkpoint_completion_target = 0.9
"""
