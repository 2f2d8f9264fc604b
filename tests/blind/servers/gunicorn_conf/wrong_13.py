"""Wrong (renewed): takes the jitter for plus or minus 500; it is only added, so a worker may live for up
to 2,500 requests.
"""

workers = 4
worker_class = "gthread"
threads = 40
timeout = 45
keepalive = 75
max_requests = 1500
max_requests_jitter = 1000
