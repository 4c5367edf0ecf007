"""Why the operating system refused, in Chinese: its own words are English."""

import errno

REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "没有这个目录",
    errno.EEXIST: "有一个同名的文件",
    errno.ENOTDIR: "路径中有一段是文件，不是目录",
    errno.EISDIR: "有一个同名的目录",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EBUSY: "正在使用中",
    errno.EIO: "磁盘读写出错",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}


def reason(error: OSError) -> str:
    # A name that cannot be resolved has a number of its own kind, below zero.
    if error.errno is not None and error.errno < 0:
        return "主机名无法解析"
    # Python raises some of its own, as of a file that is no gzip, without asking the system.
    if error.errno is None:
        return f"系统错误：{error}" if str(error) else "原因不明"
    return REASONS.get(error.errno, f"系统错误 {error.errno}")
