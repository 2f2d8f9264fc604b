"""Two workers with twenty threads: one may accept 40 connections, and run twenty of them.

Breaks: slots
Fails: slots
"""

workers = 2
threads = 20
timeout = 30
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
