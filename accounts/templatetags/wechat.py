"""WeChat's own browser saves no file: who reads in it is shown the way out, and nobody else."""

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def in_wechat(context):
    """True in the browser of 微信 or 企业微信; a component asks as well, though it gets no request."""
    request = getattr(context, "request", None)
    return bool(request) and "MicroMessenger" in request.META.get("HTTP_USER_AGENT", "")
