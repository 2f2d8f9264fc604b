"""A quarter of the memory for the cache, 64 MB for each sort, an SSD's costs."""

TEXT = """\
max_connections = 110
superuser_reserved_connections = 3
shared_buffers = 4GB
effective_cache_size = 12GB
work_mem = 64MB
maintenance_work_mem = 512MB
random_page_cost = 1.1
effective_io_concurrency = 200
"""
