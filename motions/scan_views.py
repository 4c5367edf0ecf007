"""The scanned paper of a motion. What you may not see is 404."""

from django.shortcuts import get_object_or_404

from accounts.file_links import single_file
from motions.models import MotionScan
from papers import scans
from records import reads


@single_file
def motion_scan(request, pk):
    rows = MotionScan.objects.visible_to(request.user).select_related("motion")
    scan = get_object_or_404(rows, pk=pk)
    reads.note(request, "议案建议扫描件", object_id=scan.pk)
    return scans.show(scan.file.name, f"{scan}（{scan.motion}）")
