"""Pages as on a disk with a head that moves.

Breaks: disk
Fails: clients
"""

TEXT = """\
max_connections = 110
shared_buffers = 4GB
work_mem = 64MB
"""
