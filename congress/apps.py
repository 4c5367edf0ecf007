from django.apps import AppConfig


class CongressConfig(AppConfig):
    name = "congress"
    verbose_name = "会议和活动"

    def ready(self):
        from congress import absences, calls
        from representatives import duties
        from representatives.admin import deputies

        deputies.sessions_missed.add(absences.missed)
        duties.asked_of.add(calls.waiting_for)
