"""gunicorn, for each of the two back ends. The judge adds `bind`."""

workers = 1
worker_class = "gthread"
threads = 8
timeout = 60
max_requests = 0
accesslog = None
