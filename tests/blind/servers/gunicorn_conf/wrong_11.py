"""Wrong (kept): as many connections as threads, so that no worker accepts what it can't serve. gunicorn
keeps (worker_connections - threads) idle connections, that is none, whatever keepalive says.
"""

workers = 4
worker_class = "gthread"
threads = 40
worker_connections = 40
timeout = 45
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
