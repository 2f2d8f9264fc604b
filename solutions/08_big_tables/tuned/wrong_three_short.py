"""A hundred connections, three of which are for superusers.

Breaks: clients
Fails: clients
"""

TEXT = """\
max_connections = 100
shared_buffers = 4GB
work_mem = 64MB
random_page_cost = 1.1
"""
