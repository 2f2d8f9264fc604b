"""Breaks "sort": work_mem is 16 MB, as hash_mem_multiplier doubles it.

It does so for hashes; a sort of 20 MB goes to the disk.
"""

TEXT = """\
max_connections = 110
shared_buffers = 4GB
effective_cache_size = 12GB
work_mem = 16MB
maintenance_work_mem = 512MB
random_page_cost = 1.1
hash_mem_multiplier = 2.0
"""
