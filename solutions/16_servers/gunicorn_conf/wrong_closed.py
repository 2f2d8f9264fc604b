"""Every response ends its connection.

Breaks: kept
Fails: kept
"""

workers = 3
threads = 40
timeout = 30
keepalive = 0
max_requests = 1000
max_requests_jitter = 1000
