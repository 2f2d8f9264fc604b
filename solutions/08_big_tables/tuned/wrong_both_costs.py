"""Both costs raised: their ratio is what a disk with a head has.

Breaks: disk
Fails: clients
"""

TEXT = """\
max_connections = 110
shared_buffers = 4GB
work_mem = 64MB
random_page_cost = 8
seq_page_cost = 2
"""
