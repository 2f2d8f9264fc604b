"""Four workers, and more than this file must say: where it logs, and how a worker ends."""

workers = 4
threads = 41
timeout = 30
keepalive = 75
max_requests = 1250
max_requests_jitter = 750
graceful_timeout = 20
accesslog = "-"
backlog = 512
