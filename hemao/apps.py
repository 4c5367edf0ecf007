from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class HemaoConfig(AppConfig):
    name = "hemao"
    verbose_name = "鹤毛人大"


class HemaoAdminConfig(AdminConfig):
    default_site = "hemao.admin_site.HemaoAdminSite"
