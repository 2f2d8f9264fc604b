"""Only what is safe: errors and 503, no non_idempotent. No back end is ever taken for dead."""

NGINX = """
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error http_503;
    }
}
"""
