from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "报告"

    def ready(self):
        # The registry is complete, and every figure checked, before the first request; and
        # the check of what PDFs need is known before checks are run.
        from records import rewrites
        from reports.editions import rebasing

        rewrites.keepers.add(rebasing.keep)
