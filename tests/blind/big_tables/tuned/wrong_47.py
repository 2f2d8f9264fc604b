"""sort: 20 MB do not fit into work_mem.

The file sets work_mem twice, and the last one counts: 64MB above, and 16MB in what somebody
appended when there were 400 connections.
"""

TEXT = """\
max_connections = 110
shared_buffers = 4GB
work_mem = 64MB
effective_cache_size = 12GB
random_page_cost = 1.1

# Until the pool is in place:
work_mem = 16MB
"""
