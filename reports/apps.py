from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "报告"

    def ready(self):
        # The registry is complete, and every figure checked, before the first request.
        from reports import figures  # noqa: F401
