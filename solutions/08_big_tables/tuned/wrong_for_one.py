"""256 MB to sort in would be right for one connection.

Breaks: memory
Fails: memory
"""

TEXT = """\
max_connections = 110
shared_buffers = 4GB
work_mem = 256MB
random_page_cost = 1.1
"""
