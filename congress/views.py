"""The photos of activities. What you may not see is 404."""

from django.shortcuts import get_object_or_404

from congress.models import ActivityPhoto
from papers import photos


def activity_photo(request, pk):
    photo = get_object_or_404(ActivityPhoto.objects.visible_to(request.user), pk=pk)
    return photos.show(photo.image.name)


def activity_photo_thumbnail(request, pk):
    photo = get_object_or_404(ActivityPhoto.objects.visible_to(request.user), pk=pk)
    return photos.show(photos.thumbnail_of(photo.image.name))
