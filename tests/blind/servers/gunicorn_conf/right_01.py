"""Two workers of 40 threads: either can hold all 40 requests."""

worker_class = "gthread"
workers = 2
threads = 40
timeout = 30
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
