"""Four times ten is forty, but one worker may accept more connections than it has threads.

The rest wait in its line, while other workers have idle threads.

Breaks: slots
Fails: slots
"""

workers = 4
threads = 10
timeout = 30
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
