"""Wrong (kept): as long as nginx keeps it, not longer: gunicorn may close a connection on which nginx is
just sending a request.
"""

workers = 4
worker_class = "gthread"
threads = 40
timeout = 45
keepalive = 60
max_requests = 1000
max_requests_jitter = 1000
