"""A cache may give the compressed variant to a client that cannot read it.

Breaks: vary
Fails: vary
"""

NGINX = """
server {
    listen unix:nginx.sock;

    gzip on;
    gzip_types text/css application/json;
    gzip_min_length 1000;
    gzip_proxied any;

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
