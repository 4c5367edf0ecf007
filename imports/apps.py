from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "imports"
    verbose_name = "从表格导入"

    def ready(self):
        from imports import ways
        from records.admin import lists

        lists.ways_in.add(ways.into_list)
