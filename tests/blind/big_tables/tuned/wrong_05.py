"""WRONG: breaks "starts": wal_level = minimal needs max_wal_senders = 0, and the default of 10 stops the server at the start."""

TEXT = """\
max_connections = 105
shared_buffers = 4GB
effective_cache_size = 12GB
work_mem = 64MB
random_page_cost = 1.1
wal_level = minimal
"""
