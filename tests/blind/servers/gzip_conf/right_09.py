"""Maps say what is not to be compressed, and what varies; two ifs use them."""

NGINX = r"""
map $uri $uncompressed {
    default 0;
    ~^/account/ 1;
    "~*^/static/.+\.(png|jpe?g)$" 1;
}

map $sent_http_content_type $varies {
    default "Accept-Encoding";
    ~*^image/(png|jpeg) "";
}

server {
    listen unix:nginx.sock;

    gzip on;
    gzip_comp_level 9;
    gzip_http_version 1.0;
    gzip_min_length 500;
    gzip_proxied any;
    gzip_types text/css application/json;
    add_header Vary $varies always;

    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
        if ($uncompressed) {
            gzip off;
        }
    }

    location /static/ {
        root files;
        gzip_types text/css text/plain application/json application/octet-stream;
        if ($uncompressed) {
            gzip off;
        }
    }
}
"""
