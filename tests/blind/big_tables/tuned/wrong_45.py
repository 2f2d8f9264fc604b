"""memory: 12.2 GB, more than 12 GB.

shared_buffers and 100 times work_mem fit, but the five further connections that keep superusers
apart may sort as well: 5,800 MB + 105 * 64 MB = 12,520 MB.
"""

TEXT = """\
max_connections = 105
shared_buffers = 5800MB
work_mem = 64MB
effective_cache_size = 12GB
random_page_cost = 1.1
"""
