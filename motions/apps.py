from django.apps import AppConfig


class MotionsConfig(AppConfig):
    name = "motions"
    verbose_name = "议案建议"

    def ready(self):
        from motions.lifecycle import steps, table

        steps.lay(table.LIFE)
