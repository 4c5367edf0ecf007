"""The head of a column without what offices put around it."""

import re

NOISE = re.compile(r"[\s*＊★:：]|（[^）]*）|\([^)]*\)|[(（][^)）]*$")


def key_of(words):
    """姓　名（必填） is 姓名; 村（社区） is 村."""
    return NOISE.sub("", str(words))
