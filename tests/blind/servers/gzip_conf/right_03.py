"""No more locations for the back end: "if" in its location turns gzip off, by the decoded path."""

NGINX = r"""
server {
    listen unix:nginx.sock;
    add_header Vary Accept-Encoding always;

    gzip on;
    gzip_proxied any;
    gzip_http_version 1.0;
    gzip_comp_level 7;
    gzip_min_length 860;
    gzip_types application/json text/css;

    location / {
        # $uri is decoded and normalized, $request_uri is not.
        if ($uri ~ ^/account/) {
            gzip off;
        }
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location /static/ {
        root files;
        gzip_types application/json text/css text/plain application/octet-stream;
        if ($uri ~* \.(png|jpe?g)$) {
            gzip off;
        }
    }
}
"""
