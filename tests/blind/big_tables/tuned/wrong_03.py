"""WRONG: breaks "sort": hash_mem_multiplier stretches the memory of hashes, not of sorts: these have 16 MB."""

TEXT = """\
max_connections = 110
shared_buffers = 4GB
effective_cache_size = 12GB
work_mem = 16MB
hash_mem_multiplier = 4.0
random_page_cost = 1.1
"""
