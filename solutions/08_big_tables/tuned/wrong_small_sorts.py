"""The quarter of the rest that generators give out: 16 MB are too few for this sort.

Breaks: sort
Fails: runs
"""

TEXT = """\
max_connections = 110
shared_buffers = 4GB
work_mem = 16MB
random_page_cost = 1.1
"""
