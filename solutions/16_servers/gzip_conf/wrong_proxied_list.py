"""The list that many configurations copy: to proxies only what they must not cache.

Breaks: text
Fails: text
"""

NGINX = """
server {
    listen unix:nginx.sock;

    gzip on;
    gzip_types text/css application/json;
    gzip_min_length 1000;
    gzip_proxied expired no-cache no-store private auth;
    gzip_vary on;

    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location /account/ {
        gzip off;
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location /static/ {
        root files;
    }
}
"""
