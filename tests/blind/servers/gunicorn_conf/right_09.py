"""Right: each worker alone has forty threads.
"""

workers = 4
worker_class = "gthread"
threads = 40
timeout = 45
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
