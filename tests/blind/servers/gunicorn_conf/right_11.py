"""Right: the numbers follow from the rules.
"""

SLOTS = 40
NGINX_IDLE = 60
REQUESTS = (1000, 1750)

worker_class = "gunicorn.workers.gthread.ThreadWorker"
workers = 3
threads = SLOTS  # the worker that accepts first may accept all
worker_connections = 1000
preload_app = False
timeout = 50
keepalive = NGINX_IDLE + 30
max_requests, last = REQUESTS
max_requests_jitter = last - max_requests
del last
