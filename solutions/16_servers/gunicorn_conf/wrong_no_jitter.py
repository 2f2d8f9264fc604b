"""All workers reach their 1,000th request at about the same time.

Breaks: renewed
Fails: renewed
"""

workers = 3
threads = 40
timeout = 30
keepalive = 75
max_requests = 1000
