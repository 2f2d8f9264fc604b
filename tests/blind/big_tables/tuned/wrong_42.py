"""disk: a random page costs 2.2 times as much as a sequential one.

random_page_cost is the usual 1.1 for an SSD, but seq_page_cost is halved, since most pages come
from the cache. It shows in the quotient of the two only.
"""

TEXT = """\
max_connections = 110
shared_buffers = 4GB
work_mem = 64MB
effective_cache_size = 12GB
seq_page_cost = 0.5
random_page_cost = 1.1
"""
