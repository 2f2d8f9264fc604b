"""A range of a hundred requests, where the task asks for 500.

Breaks: renewed
Fails: renewed
"""

workers = 3
threads = 40
timeout = 30
keepalive = 75
max_requests = 1000
max_requests_jitter = 100
