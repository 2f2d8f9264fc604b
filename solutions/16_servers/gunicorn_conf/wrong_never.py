"""With 0 a worker that hangs is never replaced.

Breaks: hanging
Fails: spare
"""

workers = 3
threads = 40
timeout = 0
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
