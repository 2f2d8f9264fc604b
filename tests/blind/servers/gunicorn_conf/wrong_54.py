"""hanging

The timeout is raised because pages wait for the payment service, which threads do not need: a worker that hangs is replaced
only after two minutes.
"""

workers = 4
threads = 40
timeout = 120
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
