"""Forms for accounts."""

from django import forms
from django.contrib.auth.forms import PasswordChangeForm, UserChangeForm, UserCreationForm
from django.core.exceptions import ValidationError

from accounts.models import Role, User


class NewUserForm(UserCreationForm):
    """What an account may do is chosen, never left as it happens to stand there."""

    role = forms.ChoiceField(label="角色", choices=[("", "请选择"), *Role.choices])

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ["username", "display_name", "role"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.pop("role", None)


class OwnPasswordForm(PasswordChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class UserForm(UserChangeForm):
    """Whoever changes their own account cannot lock themselves out by it."""

    request = None  # set by UserAdmin.get_form

    class Meta(UserChangeForm.Meta):
        model = User

    def clean(self):
        cleaned = super().clean()
        if self.request and self.instance.pk == self.request.user.pk:
            if not cleaned.get("is_active") or cleaned.get("role") != self.initial["role"]:
                raise ValidationError(
                    "不能停用自己的账号，也不能改自己的角色，请由另一名管理员办。"
                )
        return cleaned
