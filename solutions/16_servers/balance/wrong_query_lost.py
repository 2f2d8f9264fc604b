"""With $uri the back ends get no query string.

Breaks: answer
Fails: answer
"""

NGINX = """
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://arena$uri;
        proxy_next_upstream error timeout http_503;
    }
}
"""
