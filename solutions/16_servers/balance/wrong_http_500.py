"""A page that fails is computed twice, and then both back ends count as failed.

Breaks: errors
Fails: errors
"""

NGINX = """
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error timeout http_500 http_503;
    }
}
"""
