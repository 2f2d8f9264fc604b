"""WRONG: breaks "clients": of 105 connections, 3 are for superusers and 5 for members of pg_use_reserved_connections: 97 are left."""

TEXT = """\
max_connections = 105
superuser_reserved_connections = 3
reserved_connections = 5
shared_buffers = 4GB
effective_cache_size = 12GB
work_mem = 64MB
random_page_cost = 1.1
"""
