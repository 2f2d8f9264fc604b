"""By the number of processors, within what the memory allows."""

from os import cpu_count

REQUESTS = 40

workers = min(max(cpu_count() or 1, 2), 4)
threads = REQUESTS
timeout = graceful_timeout = 45
keepalive = 61
max_requests, max_requests_jitter = 1_200, 600
