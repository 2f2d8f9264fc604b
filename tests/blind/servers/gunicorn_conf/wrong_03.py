"""kept: worker_connections = threads spreads connections, and leaves none to be kept alive."""

worker_class = "gthread"
workers = 4
threads = 10
worker_connections = 10
timeout = 30
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
