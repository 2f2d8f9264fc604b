"""Right: two workers, more threads than needed, and room for idle connections.
"""

workers = 2
threads = 64  # more than one thread: gunicorn takes its threaded worker
worker_connections = 500
timeout = 40
graceful_timeout = 30
keepalive = 65
max_requests = 1200
max_requests_jitter = 600
