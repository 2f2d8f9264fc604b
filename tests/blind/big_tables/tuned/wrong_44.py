"""clients: only 97 that are no superusers can connect.

Besides the three for superusers, five connections are kept for members of
pg_use_reserved_connections. The 98th ordinary client is refused.
"""

TEXT = """\
max_connections = 105
reserved_connections = 5
shared_buffers = 4GB
work_mem = 64MB
effective_cache_size = 12GB
random_page_cost = 1.1
"""
