"""WRONG: breaks "cache" (and more): the new settings stand above the old ones, and the last line of a setting wins."""

TEXT = """\
# tuned for 16 GB
max_connections = 105
shared_buffers = 4GB
effective_cache_size = 12GB
work_mem = 64MB
random_page_cost = 1.1

# defaults
shared_buffers = 128MB
work_mem = 4MB
random_page_cost = 4.0
"""
