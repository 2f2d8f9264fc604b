"""Below /account/ only HTML is left out: JSON holds secrets too.

Breaks: secret
Fails: secret
"""

NGINX = """
server {
    listen unix:nginx.sock;

    gzip on;
    gzip_types text/css application/json;
    gzip_min_length 1000;
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

    location ~ \\.json$ {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location ^~ /static/ {
        root files;
    }
}
"""
