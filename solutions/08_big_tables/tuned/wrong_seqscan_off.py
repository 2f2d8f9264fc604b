"""It forces the plan, for all queries, in place of telling what a page costs.

Breaks: plans
Fails: runs
"""

TEXT = """\
max_connections = 110
shared_buffers = 4GB
work_mem = 64MB
random_page_cost = 1.1
enable_seqscan = off
"""
