"""Numbers in the units that PostgreSQL counts in; more of the log before a checkpoint, too."""

TEXT = """\
max_connections = 120
superuser_reserved_connections = 5
shared_buffers = 589824         # pages of 8 kB: 4.5 GB
work_mem = '40MB'
effective_cache_size = '10GB'
seq_page_cost = 1
random_page_cost = 1.2
max_wal_size = '4GB'
checkpoint_completion_target = 0.9
max_worker_processes = 8
max_parallel_workers = 4
max_parallel_workers_per_gather = 2
"""
