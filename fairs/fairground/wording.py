"""What the plan editor says, by the word its scripts use."""

from django.utils.translation import gettext as _


def editor_words() -> dict[str, str]:
    """Return the editor's texts in the active language; `{n}` and `{names}` are filled in by the scripts."""
    return {
        "saved": _("Everything is saved."),
        "saving": _("Saving …"),
        "unsaved": _("Not saved yet"),
        "offline": _("No connection. Your changes are kept here and sent as soon as it is back."),
        "refused": _("Not saved: {text}"),
        "merged": _("{who} has changed the plan meanwhile: {names}. Their changes and yours are both kept."),
        "clash": _("{who} has changed {names} meanwhile, and so have you."),
        "mine": _("Keep mine"),
        "theirs": _("Keep theirs"),
        "picked": _("{n} picked"),
        "nothing": _("Nothing picked. Click a stall, or drag a frame around several."),
        "undone": _("Undone"),
        "redone": _("Done again"),
        "fixed": _("Pinned: {names}. Take the pin out to move it."),
        "mixed": _("different"),
        "clean": _("The checks find nothing."),
        "deleted": _("{n} removed. Undo brings them back."),
        "somebody": _("Somebody"),
        "new_zone": _("Zone"),
        "new_tap": _("Tap"),
        "new_entrance": _("Gate"),
    }
