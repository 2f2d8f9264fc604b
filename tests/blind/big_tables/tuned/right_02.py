"""RIGHT: exactly 100 connections, none of them reserved for a superuser."""

TEXT = """\
max_connections = 100
superuser_reserved_connections = 0
shared_buffers = 4GB
work_mem = 64MB
random_page_cost = 1.1
effective_cache_size = 11GB
"""
