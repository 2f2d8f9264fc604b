"""renewed

The jitter is only a small part of max_requests: all workers are replaced after 1,000 to 1,100 requests, a range of 100 and not of
at least 500.
"""

worker_class = "gthread"
workers = 2
threads = 40
timeout = 40
keepalive = 75
max_requests = 1000
max_requests_jitter = 100
