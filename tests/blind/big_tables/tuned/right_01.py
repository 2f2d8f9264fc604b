"""RIGHT: the usual answer: a quarter of the memory, three connections more for the superuser, 64 MB for sorts."""

TEXT = """\
max_connections = 105
shared_buffers = 4GB
effective_cache_size = 12GB
work_mem = 64MB
maintenance_work_mem = 1GB
random_page_cost = 1.1
"""
