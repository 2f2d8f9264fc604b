"""Five seconds: a worker that is loaded on a busy machine may need longer.

Breaks: hanging
Fails: spare
"""

workers = 3
threads = 40
timeout = 5
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
