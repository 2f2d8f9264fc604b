"""cache: a little less than a quarter of the memory.

4000MB is no 4 GB for PostgreSQL, which counts 1,024 of them: 24.4% of 16 GB.
"""

TEXT = """\
max_connections = 110
shared_buffers = 4000MB
work_mem = 64MB
effective_cache_size = 12GB
random_page_cost = 1.1
"""
