"""Wrong (hanging): a worker that hangs for only 25 seconds is replaced already.
"""

workers = 4
worker_class = "gthread"
threads = 40
timeout = 20
graceful_timeout = 40
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
