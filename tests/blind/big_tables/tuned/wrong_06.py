"""WRONG: breaks "plans": the index is enforced with enable_seqscan = off, and no enable_ setting may be changed."""

TEXT = """\
max_connections = 105
shared_buffers = 4GB
effective_cache_size = 12GB
work_mem = 64MB
random_page_cost = 1.1
enable_seqscan = off
"""
