"""Three quarters of the memory, which the cache of the system then lacks.

Breaks: cache
Fails: memory
"""

TEXT = """\
max_connections = 110
shared_buffers = 12GB
work_mem = 8MB
random_page_cost = 1.1
"""
