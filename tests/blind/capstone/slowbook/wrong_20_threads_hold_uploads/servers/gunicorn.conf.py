"""gunicorn, for each of the two back ends. The judge adds `bind`."""

workers = 1
worker_class = "gthread"
# 16 in both back ends: fewer than PostgreSQL has connections for us.
threads = 8
timeout = 60
max_requests = 0
accesslog = None
