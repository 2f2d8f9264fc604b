"""spare: each worker has a listener of its own; the hanging one's connections wait for it."""

worker_class = "gthread"
workers = 2
threads = 40
reuse_port = True
timeout = 30
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
