from django.contrib.auth.backends import ModelBackend

from accounts import emergencies, roles


class RoleBackend(ModelBackend):
    """Passwords as Django keeps them; permissions from the role, without a query."""

    def get_user(self, user_id):
        user = emergencies.checked(super().get_user(user_id))
        return None if user and user.is_only_for_trial else user

    def has_perm(self, user_obj, perm, obj=None):
        return obj is None and user_obj.is_active and roles.may(user_obj, perm)

    def has_module_perms(self, user_obj, app_label):
        return user_obj.is_active and roles.may_enter(user_obj, app_label)

    def get_all_permissions(self, user_obj, obj=None):
        return set()
