"""A worker for each processor, at most four: on a machine with one there is one.

Breaks: spare
Fails: spare
"""

from os import cpu_count

workers = min(cpu_count() or 1, 4)
threads = 40
timeout = 30
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
