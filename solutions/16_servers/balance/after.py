"""The reference: what nginx does by itself, and 503 too."""

NGINX = """
upstream arena {
    server unix:one.sock;
    server unix:two.sock;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error timeout http_503;
    }
}
"""
