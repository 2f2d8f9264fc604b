"""The settings are computed from what the site needs: three workers of the class with threads, with spare slots in each."""

REQUESTS = 40  # wait for the payment service at the same time
NGINX_KEEPS = 60  # seconds
FEWEST, MOST = 1_100, 1_900  # requests in the life of a worker

worker_class = "gunicorn.workers.gthread.ThreadWorker"
workers = 3
# Any worker may be the first to accept all connections. Some threads more look for the first bytes
# of connections that nginx has opened but not used yet.
threads = REQUESTS + 10

timeout = 50
keepalive = NGINX_KEEPS + 30

max_requests = FEWEST
max_requests_jitter = MOST - FEWEST
