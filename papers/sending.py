"""A file that the browser saves under its Chinese name."""

import re
from urllib.parse import quote

from django.http import HttpResponse

NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')


def attachment(content, name, plain_name, content_type):
    """The answer that sends a file; `plain_name` is for what knows only ASCII."""
    response = HttpResponse(content, content_type=content_type)
    chinese = quote(NOT_IN_A_NAME.sub("", name))
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{chinese}"
    )
    return response
