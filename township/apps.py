from django.apps import AppConfig

from township.words import said


class TownshipConfig(AppConfig):
    name = "township"
    verbose_name = said("镇情与届次")

    def ready(self):
        # No password may hold the name of the town or of what is above it.
        from accounts.entry import passwords
        from township.models import place_names

        passwords.places.add(place_names)
