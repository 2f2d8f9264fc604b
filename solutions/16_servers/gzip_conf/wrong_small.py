"""By default, 20 bytes are enough: the result may be longer than the text.

Breaks: small
Fails: untouched
"""

NGINX = """
server {
    listen unix:nginx.sock;

    gzip on;
    gzip_types text/css application/json;
    gzip_proxied any;
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
