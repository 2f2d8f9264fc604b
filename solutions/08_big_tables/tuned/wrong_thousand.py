"""A thousand connections, in case there are more one day: each may sort.

Breaks: memory
Fails: memory
"""

TEXT = """\
max_connections = 1000
shared_buffers = 4GB
work_mem = 64MB
random_page_cost = 1.1
"""
