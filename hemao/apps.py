from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.templatetags import admin_list


class HemaoConfig(AppConfig):
    name = "hemao"
    verbose_name = "鹤毛人大"


def yes_or_no(value):
    """What Django draws as an icon whose text, for those who hear it, is True or False."""
    return {True: "是", False: "否"}.get(value, "—")


class HemaoAdminConfig(AdminConfig):
    default_site = "hemao.admin_site.HemaoAdminSite"
    verbose_name = "账号与日志"

    def ready(self):
        super().ready()
        # The one function through which every list and form of the admin shows a yes or no.
        admin_list._boolean_icon = yes_or_no
