"""A third of the memory for the cache; the sum leaves room for everything else.

5.5 GB and 104 times 48 MB are 10.4 GB.
"""

TEXT = """\
# Memory: 16 GB, and nothing else runs here.
shared_buffers = 5632MB
work_mem = 48MB
hash_mem_multiplier = 1.0
maintenance_work_mem = 256MB
effective_cache_size = 11GB

# Clients: a hundred, and three places for superusers.
max_connections = 104

# Disk: an SSD.
seq_page_cost = 1.0
random_page_cost = 1.0
"""
