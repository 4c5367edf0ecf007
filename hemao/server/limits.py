"""How large a request may be: what its page promises, and room for the words beside the file."""

from dataclasses import dataclass

from django.urls import Resolver404, resolve

from papers import photos, scans, workbook

MEGABYTE = 1024 * 1024
# As a form sends them, a megabyte is 110,000 Chinese characters: ten of the longest reports.
WORDS_MEGABYTES = 1


@dataclass(frozen=True)
class Limit:
    """The largest request of a page, and what it asks of whoever sent a larger one."""

    file_megabytes: int
    advice: str

    @property
    def megabytes(self):
        return self.file_megabytes + WORDS_MEGABYTES

    @property
    def bytes(self):
        return self.megabytes * MEGABYTE


WORDS = Limit(0, "这一页只收文字。请分几次保存，或者删去多贴进来的内容。")
PHOTO = Limit(
    photos.MEGABYTES,
    f"一张照片不能大于{photos.MEGABYTES}MB。请压缩后再上传，或者不带照片先保存文字。",
)
PHOTOS = Limit(
    20, f"一张照片不能大于{photos.MEGABYTES}MB，一次保存的照片合起来不能大于20MB。请分几次上传。"
)
SCAN = Limit(scans.MEGABYTES, f"一份扫描件不能大于{scans.MEGABYTES}MB。请用较低的分辨率重新扫描。")
TABLE = Limit(
    workbook.MEGABYTES,
    f"一个表格不能大于{workbook.MEGABYTES}MB。请删掉里面的大图片，或者拆成几个文件再上传。",
)

# The pages that take a file, by the names of their addresses; all others take words.
PAGES = {
    "household-visit": PHOTO,
    "motion-do": SCAN,
    "report-close": SCAN,
    "import-new": TABLE,
    "table-new": TABLE,
    "table-replace": TABLE,
    "admin:congress_activity_add": PHOTOS,
    "admin:congress_activity_change": PHOTOS,
    "admin:congress_activityphoto_add": PHOTO,
    "admin:congress_activityphoto_change": PHOTO,
    "admin:motions_motion_add": SCAN,
    "admin:motions_motion_change": SCAN,
    "admin:motions_motion_verb": SCAN,
    "admin:motions_motionscan_add": SCAN,
    "admin:motions_motionscan_change": SCAN,
}


def limit_of(path: str) -> Limit:
    """The limit of the page at `path`."""
    try:
        return PAGES.get(resolve(path).view_name, WORDS)
    except Resolver404:
        return WORDS
