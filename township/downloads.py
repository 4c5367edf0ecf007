"""A file that the browser saves under its Chinese name."""

import re
from urllib.parse import quote

from django.http import HttpResponse

from township.paper import CONTENT_TYPE

NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')


def word_file(content, name, plain_name, content_type=CONTENT_TYPE):
    """The answer that sends a file, by default a .docx; `plain_name` is for what knows only ASCII."""
    response = HttpResponse(content, content_type=content_type)
    chinese = quote(NOT_IN_A_NAME.sub("", name))
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{chinese}"
    )
    return response
