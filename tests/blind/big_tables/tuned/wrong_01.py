"""WRONG: breaks "clients": 3 of the 100 connections are reserved for superusers, so only 97 others get in."""

TEXT = """\
max_connections = 100
shared_buffers = 4GB
effective_cache_size = 12GB
work_mem = 64MB
random_page_cost = 1.1
"""
