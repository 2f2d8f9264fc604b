"""A process for each request: forty times the whole site.

Breaks: memory
Fails: slots
"""

workers = 40
threads = 1
timeout = 30
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
