from django.apps import AppConfig


class MotionsConfig(AppConfig):
    name = "motions"
    verbose_name = "议案建议"

    def ready(self):
        from motions.admin.deadlines import would_change
        from motions.admin.opinions import suggest_button
        from motions.lifecycle import duties as waiting
        from motions.lifecycle import steps, table
        from representatives import duties
        from representatives.admin import opinions
        from township import admin as township

        steps.lay(table.LIFE)
        opinions.more_verbs.add(suggest_button)
        duties.asked_of.add(waiting.waiting_for)
        township.would_change.add(would_change)
