"""Breaks "starts": a setting that PostgreSQL no longer knows.

old_snapshot_threshold is in many old templates; it was removed with version 17, and a server with
an unknown setting in its file doesn't start.
"""

TEXT = """\
max_connections = 110
shared_buffers = 4GB
effective_cache_size = 12GB
work_mem = 48MB
maintenance_work_mem = 512MB
random_page_cost = 1.1
old_snapshot_threshold = -1
"""
