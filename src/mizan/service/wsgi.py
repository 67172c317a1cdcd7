"""The service as a WSGI application (PEP 3333), for granian."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mizan.service.settings")
application = get_wsgi_application()
