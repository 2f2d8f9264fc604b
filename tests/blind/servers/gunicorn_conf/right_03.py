"""The class itself instead of its name; three workers."""

from gunicorn.workers.gthread import ThreadWorker

worker_class = ThreadWorker
workers = 3
threads = 48
worker_connections = 2000
timeout = 45
graceful_timeout = 30
keepalive = 65
max_requests = 1250
max_requests_jitter = 750
