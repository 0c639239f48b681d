"""The columns of the file of scores."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext_lazy as _

from fairs.jury.results import Line, Table
from fairs.jury.wording import VERDICTS
from ticketing.events.sheets import Column


def columns(found: Table) -> Sequence[Column]:
    """Return the columns, one for each juror among them."""
    jurors = [Column(name, _cell(place)) for place, name in enumerate(found.jurors)]
    return [
        Column(_("Place"), lambda line: line.place),
        Column(_("No."), lambda line: line.number),
        Column(_("Maker"), lambda line: line.maker),
        Column(_("Goods group"), lambda line: line.group),
        Column(_("Goods"), lambda line: line.product),
        Column(_("Stalls"), lambda line: line.stalls),
        *jurors,
        Column(_("Result"), lambda line: line.value),
        Column(_("Spread"), lambda line: line.spread),
        Column(_("Decision"), lambda line: VERDICTS[line.verdict][0]),
        Column(_("Grounds"), lambda line: line.ground),
        Column(_("Why it was changed"), lambda line: line.decision.reason if line.decision else ""),
        Column(_("Comments"), lambda line: " | ".join(f"{name}: {text}" for name, text in line.comments)),
    ]


def _cell(place: int) -> Callable[[Line], str]:
    def cell(line: Line) -> str:
        return line.cells[place][0]

    return cell
