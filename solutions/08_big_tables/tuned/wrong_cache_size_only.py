"""effective_cache_size allocates nothing: the cache is as small as it was.

Breaks: cache
Fails: memory
"""

TEXT = """\
max_connections = 110
work_mem = 64MB
random_page_cost = 1.1
effective_cache_size = 12GB
"""
