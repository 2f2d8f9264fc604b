"""RIGHT: nearly 40% of the memory for shared buffers, a little more than 20 MB for each sort doubled, the ratio of costs at 1."""

TEXT = """\
max_connections = 104           # 100 clients, 3 superusers, 1 spare
shared_buffers = 6000MB         # 36.6% of 16 GB
work_mem = 48MB                 # 104 * 48 MB = 4992 MB
random_page_cost = 1.0          # an SSD, and most pages are cached
effective_cache_size = 10GB
"""
