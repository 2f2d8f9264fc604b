"""Breaks "plans": an enable_ setting is changed.

enable_partitionwise_join changes no plan of the site's, which has no partitions; but no such
setting may be changed.
"""

TEXT = """\
max_connections = 110
shared_buffers = 4GB
effective_cache_size = 12GB
work_mem = 48MB
maintenance_work_mem = 512MB
random_page_cost = 1.1
enable_partitionwise_join = on
"""
