"""memory: the formula of gunicorn's documentation for two processors, five workers."""

processors = 2

worker_class = "gthread"
workers = 2 * processors + 1
threads = 40
timeout = 30
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
