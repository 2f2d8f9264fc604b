"""More connections are reserved than there are: a text that can be read, and no start.

Breaks: starts
Fails: runs
"""

TEXT = """\
max_connections = 110
shared_buffers = 4GB
work_mem = 64MB
random_page_cost = 1.1
max_wal_senders = 4
wal_level = minimal
"""
