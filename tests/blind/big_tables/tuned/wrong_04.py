"""WRONG: breaks "disk": the random page is set to 1.1, but a sequential one to 0.5: it is 2.2 times as much."""

TEXT = """\
max_connections = 105
shared_buffers = 4GB
effective_cache_size = 12GB
work_mem = 64MB
seq_page_cost = 0.5
random_page_cost = 1.1
"""
