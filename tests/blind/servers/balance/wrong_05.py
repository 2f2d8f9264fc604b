"""errors: only non_idempotent was removed; a 500 still asks the other back end."""

NGINX = """
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error timeout http_500 http_502 http_503 http_504;
    }
}
"""
