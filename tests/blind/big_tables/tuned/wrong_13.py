"""Breaks "disk": both costs are lowered, "since nearly all pages are in the memory".

0.25 to 0.1: a random page costs 2.5 times as much as a sequential one.
"""

TEXT = """\
max_connections = 110
shared_buffers = 4GB
effective_cache_size = 12GB
work_mem = 48MB
maintenance_work_mem = 512MB
random_page_cost = 0.25
seq_page_cost = 0.1
"""
