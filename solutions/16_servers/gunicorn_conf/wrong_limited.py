"""Ten threads, and no worker accepts a connection that would wait for one of them.

worker_connections counts idle connections too, so none is kept.

Breaks: kept
Fails: kept
"""

workers = 4
threads = 10
timeout = 30
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
worker_connections = 10
