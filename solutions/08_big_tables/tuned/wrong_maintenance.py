"""maintenance_work_mem is for VACUUM and CREATE INDEX, not for a sort.

Breaks: sort
Fails: runs
"""

TEXT = """\
max_connections = 110
shared_buffers = 4GB
random_page_cost = 1.1
maintenance_work_mem = 1GB
"""
