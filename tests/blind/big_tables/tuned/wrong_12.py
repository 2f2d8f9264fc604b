"""Breaks "cache": 4000MB are less than a quarter of 16 GB.

PostgreSQL's MB have 1,024 kB: a quarter is 4096MB, and this is 24.4 per cent.
"""

TEXT = """\
max_connections = 110
shared_buffers = 4000MB
effective_cache_size = 12GB
work_mem = 48MB
maintenance_work_mem = 512MB
random_page_cost = 1.1
"""
