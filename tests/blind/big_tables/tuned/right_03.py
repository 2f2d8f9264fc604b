"""RIGHT: a database in memory: both page costs are low, with a ratio of 1.2; 5 GB of shared buffers."""

TEXT = """\
# Connections: 100 for Arena, 3 for the superuser.
max_connections = 103
superuser_reserved_connections = 3

# Memory: 5120 MB + 103 * 56 MB = 10888 MB.
shared_buffers = 5GB
work_mem = 56MB
effective_cache_size = 12GB

# Nearly everything is cached.
seq_page_cost = 0.5
random_page_cost = 0.6
"""
