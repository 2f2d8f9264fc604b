"""Ten minutes, so that slow pages can finish. With threads they can anyway.

Breaks: hanging
Fails: spare
"""

workers = 3
threads = 40
timeout = 600
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
