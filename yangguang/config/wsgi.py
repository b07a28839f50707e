import os

from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, ProgrammingError, connections

from yangguang.web import pagestore

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yangguang.config.settings")
application = get_wsgi_application()

from yangguang.rehearsal.rules import require_fitting  # noqa: E402 (its models need the settings)

try:
    require_fitting()
except (OperationalError, ProgrammingError):
    pass  # the database does not answer yet: a rehearsal asks again with each request
finally:
    connections.close_all()
# A new release, or other settings, make other pages.
pagestore.close()
