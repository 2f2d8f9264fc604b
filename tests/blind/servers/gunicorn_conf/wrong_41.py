"""kept

worker_connections is 50, of which 40 are for the threads: a worker keeps ten idle connections and answers all others with
"Connection: close". It shows with more than ten idle connections to one worker.
"""

worker_class = "gthread"
workers = 4
threads = 40
worker_connections = 50  # more would only queue up
timeout = 45  # from the last sign of life, which may be a second older than the hang
keepalive = 75
max_requests = 1000
max_requests_jitter = 900
