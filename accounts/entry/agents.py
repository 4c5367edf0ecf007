"""What a browser says it is, in words that tell a deputy's phones apart: 安卓手机·微信."""

MACHINES = [
    ("iPad", "苹果平板"), ("iPhone", "苹果手机"), ("HarmonyOS", "鸿蒙手机"), ("OpenHarmony", "鸿蒙手机"),
    ("Android", "安卓手机"), ("Windows", "Windows电脑"), ("Macintosh", "苹果电脑"), ("Linux", "电脑"),
]  # fmt: skip
# Those that call themselves by the name of another as well come before it.
BROWSERS = [
    ("wxwork", "企业微信"), ("MicroMessenger", "微信"), ("DingTalk", "钉钉"), ("QQBrowser", "QQ浏览器"),
    ("QQ/", "QQ"), ("UCBrowser", "UC浏览器"), ("Quark", "夸克"), ("HuaweiBrowser", "华为浏览器"),
    ("MiuiBrowser", "小米浏览器"), ("VivoBrowser", "vivo浏览器"), ("HeyTapBrowser", "OPPO浏览器"),
    ("Edg", "Edge浏览器"), ("Firefox", "火狐浏览器"), ("Chrome", "谷歌浏览器"), ("Safari", "苹果浏览器"),
]  # fmt: skip


def label(user_agent):
    """安卓手机·微信 from the header a browser sends; what is not known is left out."""
    known = [named(MACHINES, user_agent), named(BROWSERS, user_agent)]
    return "·".join(word for word in known if word) or "未知设备"


def named(words, user_agent):
    return next((word for sign, word in words if sign in user_agent), "")
