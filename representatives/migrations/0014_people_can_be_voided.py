"""A person who was entered by mistake can be voided: two columns more, which are empty in every row."""

from django.db import migrations, models
from django.db.models import Q

VOIDING = {
    "void_reason": models.CharField(
        blank=True, editable=False, max_length=200, verbose_name="作废原因"
    ),
    "voided_at": models.DateTimeField(
        blank=True, editable=False, null=True, verbose_name="作废时间"
    ),
}


class Migration(migrations.Migration):
    dependencies = [("representatives", "0013_names_in_one_form")]

    operations = [
        *(
            migrations.AddField(model_name=model, name=name, field=column)
            for model in ("historicalperson", "person")
            for name, column in VOIDING.items()
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=Q(void_reason="", voided_at=None)
                | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="representatives_person_void_has_reason",
                violation_error_message="作废一条记录要写明原因。",
            ),
        ),
    ]
