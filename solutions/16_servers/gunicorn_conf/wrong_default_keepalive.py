"""The default is two seconds: nginx sends a request on a connection that gunicorn has closed.

Breaks: kept
Fails: kept
"""

workers = 3
threads = 40
timeout = 30
max_requests = 1000
max_requests_jitter = 1000
