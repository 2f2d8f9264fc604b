"""A second location for what has failed, also for writes.

Breaks: writes
Fails: writes
"""

NGINX = """
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;
    proxy_next_upstream error timeout http_503;
    proxy_intercept_errors on;

    location / {
        proxy_pass http://arena;
        error_page 502 503 504 = @again;
    }

    location @again {
        proxy_pass http://arena;
    }
}
"""
