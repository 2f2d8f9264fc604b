"""gunicorn, for each of the two back ends. The judge adds `bind`."""

workers = 2
worker_class = "gthread"
threads = 2
keepalive = 75
timeout = 30
preload_app = True
accesslog = None
