"""plans: two enable_ settings are changed.

Planning by partition is off by default, and switched on here because it can only help. No plan of
the large world shows it, as nothing there is partitioned.
"""

TEXT = """\
max_connections = 110
shared_buffers = 4GB
work_mem = 64MB
effective_cache_size = 12GB
random_page_cost = 1.1
enable_partitionwise_join = on
enable_partitionwise_aggregate = on
"""
