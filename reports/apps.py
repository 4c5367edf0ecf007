from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "报告"

    def ready(self):
        # The registry is complete, and every figure checked, before the first request; and
        # the check of what PDFs need is known before checks are run.
        from records import rewrites
        from reports import figures  # noqa: F401
        from reports.editions import rebasing
        from reports.paper import pdf  # noqa: F401

        rewrites.keepers.add(rebasing.keep)
