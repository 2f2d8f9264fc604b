"""Breaks "clients": a hundred connections in all.

Three of them are reserved for superusers, so the 98th client is refused.
"""

TEXT = """\
max_connections = 100
shared_buffers = 4GB
effective_cache_size = 12GB
work_mem = 48MB
maintenance_work_mem = 512MB
random_page_cost = 1.1
"""
