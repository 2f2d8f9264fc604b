"""kept: as long as nginx, not longer."""

worker_class = "gthread"
workers = 3
threads = 40
timeout = 30
keepalive = 60
max_requests = 1000
max_requests_jitter = 500
