"""Breaks text: text/json is not the type of JSON, which is application/json; so none is compressed."""

NGINX = r"""
server {
    listen unix:nginx.sock;

    gzip on;
    gzip_comp_level 6;
    gzip_http_version 1.0;
    gzip_min_length 500;
    gzip_proxied any;
    gzip_types text/css text/json text/javascript;
    add_header Vary Accept-Encoding always;

    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location ~ ^/account/ {
        gzip off;
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location /static/ {
        root files;
        gzip_types text/css text/json text/javascript text/plain;

        location ~* \.(png|jpe?g)$ {
            gzip off;
        }
    }
}
"""
