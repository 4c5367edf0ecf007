from django.apps import AppConfig


class TownshipConfig(AppConfig):
    name = "township"
    verbose_name = "镇情与届次"
