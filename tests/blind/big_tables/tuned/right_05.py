"""RIGHT: what a tuning site prints, quoted values, many more settings that are harmless."""

TEXT = """\
# DB Version: 18
# OS Type: linux
# DB Type: web
# Total Memory (RAM): 16 GB
# CPUs num: 4
# Connections num: 120
# Data Storage: ssd

max_connections = '120'
shared_buffers = '4096MB'
effective_cache_size = '12GB'
maintenance_work_mem = '1GB'
checkpoint_completion_target = 0.9
wal_buffers = '16MB'
default_statistics_target = 100
random_page_cost = 1.1
effective_io_concurrency = 200
work_mem = '60MB'
min_wal_size = '1GB'
max_wal_size = '4GB'
max_worker_processes = 8
max_parallel_workers_per_gather = 2
max_parallel_workers = 4
max_parallel_maintenance_workers = 2
"""
