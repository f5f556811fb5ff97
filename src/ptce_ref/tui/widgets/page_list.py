"""A list that has the page to itself, under a heading."""

from ptce_ref.tui.text import ChoiceList


class PageList(ChoiceList):
    """A list as high as the room that is left, without a frame: the page is one."""

    DEFAULT_CSS = """
    PageList { height: 1fr; max-height: 100%; border: none; padding: 0 1; background: $background; }
    """
