"""With $uri the back ends get no query string.

Breaks: answer
Fails: answer
"""

NGINX = """
upstream arena {
    server unix:one.sock;
    server unix:two.sock;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://arena$uri;
        proxy_next_upstream error timeout http_503;
    }
}
"""
