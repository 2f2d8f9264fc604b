"""No connection more than needed, so that each has more memory."""

TEXT = """\
max_connections = 103
shared_buffers = 6GB
work_mem = 59MB
random_page_cost = 1.5
"""
