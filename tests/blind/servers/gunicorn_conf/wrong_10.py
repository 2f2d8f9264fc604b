"""Wrong (slots): four times ten threads are forty, but the worker that is first may accept more than ten
connections: these wait in it, while the threads of others are idle.
"""

workers = 4
worker_class = "gthread"
threads = 10
timeout = 45
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
