"""No connection is reserved for superusers, and the costs are stated as a ratio of others."""

TEXT = """\
max_connections = 100
shared_buffers = 5120MB
work_mem = 20MB
random_page_cost = 0.2
superuser_reserved_connections = 0
seq_page_cost = 0.1
"""
