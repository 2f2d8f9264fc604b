"""max_fails is as it was; a GET goes to the other back end."""

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
