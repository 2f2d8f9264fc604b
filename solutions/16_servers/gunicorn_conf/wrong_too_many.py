"""Jitter is added: some workers stay for 2,500 requests.

Breaks: renewed
Fails: renewed
"""

workers = 3
threads = 40
timeout = 30
keepalive = 75
max_requests = 1500
max_requests_jitter = 1000
