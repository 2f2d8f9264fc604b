"""worker_connections counts idle connections too: ten of them are kept, beside the 40 threads.

Breaks: kept
Fails: kept
"""

workers = 3
threads = 40
timeout = 30
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
worker_connections = 50
