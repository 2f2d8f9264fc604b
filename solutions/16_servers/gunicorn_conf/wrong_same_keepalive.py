"""Both close after 60 seconds: sometimes gunicorn is first, and a request gets a 502.

Breaks: kept
Fails: kept
"""

workers = 3
threads = 40
timeout = 30
keepalive = 60
max_requests = 1000
max_requests_jitter = 1000
