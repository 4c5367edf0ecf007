"""What the admin's forms of the frame ask for beyond the fields of their models."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Role, User
from records.admin.forms import RecordForm


class LiaisonForm(RecordForm):
    """An account is named, not picked: the office does not see the list of accounts."""

    account = forms.CharField(
        label="登录账号", max_length=150, help_text="填用户名；先由系统管理员开设“村联络员”账号。"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.user_id:
            self.initial.setdefault("account", self.instance.user.username)

    def clean_account(self):
        username = self.cleaned_data["account"].strip()
        user = User.objects.filter(username=username, role=Role.LIAISON).first()
        if user is None:
            raise ValidationError("没有这个用户名的村联络员账号，请先由系统管理员开设。")
        self.instance.user = user
        return username
