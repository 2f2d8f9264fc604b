"""Breaks secret: $request_uri is the path as it was sent, so /%61ccount/ is not recognized and gets
compressed.
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
        if ($request_uri ~ ^/account/) {
            gzip off;
        }
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
