"""Breaks text: the usual line of gzip_proxied covers only responses that mustn't be cached, or whose
request had Authorization. With Via, files and other texts stay uncompressed.
"""

NGINX = r"""
server {
    listen unix:nginx.sock;

    gzip on;
    gzip_comp_level 6;
    gzip_http_version 1.0;
    gzip_min_length 500;
    gzip_proxied expired no-cache no-store private auth;
    gzip_types text/css application/json;
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
        gzip_types text/css application/json text/plain application/octet-stream;

        location ~* \.(png|jpe?g)$ {
            gzip off;
        }
    }
}
"""
