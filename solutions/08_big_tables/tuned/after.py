"""A quarter for the cache, and what a connection may use times how many there are."""

TEXT = """\
# 100 for Arena, 3 that PostgreSQL reserves for superusers, and some for a shell and a backup.
max_connections = 110

shared_buffers = 4GB        # a quarter of 16 GB
effective_cache_size = 12GB # no memory: what the planner assumes that the system caches as well
work_mem = 64MB             # times 110 connections is 6.9 GB
maintenance_work_mem = 512MB

random_page_cost = 1.1      # an SSD
effective_io_concurrency = 200
"""
