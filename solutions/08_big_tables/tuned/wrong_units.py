"""PostgreSQL knows MB and kB, not mb.

Breaks: starts
Fails: answer
"""

TEXT = """\
max_connections = 110
shared_buffers = 4GB
work_mem = 64mb
random_page_cost = 1.1
"""
