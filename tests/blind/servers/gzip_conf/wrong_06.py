"""Breaks secret: regex locations go before prefixes, so /account/export.json ends in the one for JSON
and is compressed.
"""

NGINX = r"""
server {
    listen unix:nginx.sock;

    gzip on;
    gzip_comp_level 6;
    gzip_http_version 1.0;
    gzip_min_length 500;
    gzip_proxied any;
    gzip_types text/css application/json;
    add_header Vary Accept-Encoding always;

    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location = /account {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location /account/ {
        gzip off;
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location ~ \.json$ {
        gzip_comp_level 9;
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location ^~ /static/ {
        root files;
        gzip_types text/css application/json text/plain application/octet-stream;

        location ~* \.(png|jpe?g)$ {
            gzip off;
        }
    }
}
"""
