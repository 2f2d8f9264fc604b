"""Breaks "memory": 200 connections of 48 MB, "to have some in reserve".

With 4 GB of shared_buffers that is 13.4 GB. For the 100 connections that Arena keeps open it would
be enough.
"""

TEXT = """\
max_connections = 200
shared_buffers = 4GB
effective_cache_size = 12GB
work_mem = 48MB
maintenance_work_mem = 512MB
random_page_cost = 1.1
"""
