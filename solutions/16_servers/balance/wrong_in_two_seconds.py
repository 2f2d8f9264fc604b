"""Two seconds after a request has come, no other back end is asked.

Breaks: pages
Fails: pages
"""

NGINX = """
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 100m;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error timeout http_503;
        proxy_next_upstream_timeout 2s;
    }
}
"""
