"""A hash of the request's own id: spread over both, whatever the address."""

NGINX = """
upstream arena {
    hash $request_id;
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://arena;
        proxy_set_header X-Request-Id $request_id;
        proxy_next_upstream error timeout http_503;
    }
}
"""
