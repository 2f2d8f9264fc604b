"""WRONG: breaks "memory": 4 GB + 200 * 64 MB is 16.5 GB, as max_connections is doubled to have room."""

TEXT = """\
max_connections = 200
shared_buffers = 4GB
effective_cache_size = 12GB
work_mem = 64MB
random_page_cost = 1.1
"""
