"""sort: 20 MB of rows do not fit into work_mem.

22 MB is more than 20 MB, but a sort also keeps 24 bytes and more beside each row: 200,000 rows of
100 bytes spill to disk.
"""

TEXT = """\
max_connections = 110
shared_buffers = 6GB
work_mem = 22MB
effective_cache_size = 12GB
random_page_cost = 1.1
"""
