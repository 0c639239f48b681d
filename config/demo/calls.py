"""Calls of the demonstration's fairs, and the applications to them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Person
from config.demo.events import Texts
from config.demo.profiles import Made
from exhibitors.profiles import operations as profiles
from fairs.calls import operations as calls
from fairs.calls.operations.filling import Lists
from fairs.fairground.models import Stall, Zone
from fairs.models import AddOn, Application, Call, CallQuestion, GoodsGroup, RequiredPaper
from places.models import Municipality
from ticketing.models import Event
from ticketing.pricing.presets import usual

RULES: Texts = (
    "1. Tirgo tikai paša darinātu; pārpirkt un pārdot nedrīkst.\n2. Meistars vai viņa ģimene pie stenda ir visu tirgus laiku.\n"
    "3. Stendu iekārto iekārtošanās laikā un nenojauc pirms slēgšanas.\n"
    "4. Evakuācijas josla vienmēr ir brīva; pie uguns stāv ugunsdzēsības aparāts.\n"
    "5. Maksu par vietu samaksā piecu darbdienu laikā pēc piekrišanas, citādi vietu saņem nākamais rindā.\n"
    "6. Ja dalību atsauc agrāk nekā 60 dienas iepriekš, atmaksā visu; 30 līdz 60 dienas iepriekš – pusi.",
    "1. Продаётся только сделанное своими руками, перепродажа не допускается.\n"
    "2. Мастер или его семья находятся у места всё время ярмарки.\n"
    "3. Место обустраивают в отведённое время и не разбирают до закрытия.\n"
    "4. Проезд для спасателей всегда свободен; у открытого огня стоит огнетушитель.\n"
    "5. Плата вносится в течение пяти рабочих дней после согласия, иначе место получает следующий в очереди.\n"
    "6. При отказе более чем за 60 дней возвращается всё, за 30–60 дней — половина.",
    "1. Only what you make yourself is sold; no resale.\n2. The maker or their family is at the stall throughout.\n"
    "3. Stalls are set up in the hours given and not taken down before closing.\n"
    "4. Rescue lanes stay free; an extinguisher stands by every fire.\n"
    "5. The fee is paid within five working days of saying yes, else the place goes to the next in line.\n"
    "6. Withdrawing more than 60 days before: all is paid back; 30 to 60 days before: half.",
)
INTRODUCTION: Texts = (
    "Aicinām meistarus no abām robežas pusēm. Priekšroka tradicionālām prasmēm un tiem, kas rāda darbu uz vietas.",
    "Приглашаем мастеров с обеих сторон границы. Преимущество — у традиционных ремёсел и у тех, кто показывает работу на месте.",
    "We invite makers from both sides of the border. Traditional skills, and those who show their work, come first.",
)
GROUPS: tuple[tuple[str, Texts, int], ...] = (
    ("textiles", ("Audumi un adījumi", "Ткани и вязание", "Textiles and knitting"), 12),
    ("wood", ("Koks un pinumi", "Дерево и плетение", "Wood and basketry"), 10),
    ("ceramics", ("Keramika", "Керамика", "Ceramics"), 8),
    ("metal", ("Metāls un rotas", "Металл и украшения", "Metal and jewellery"), 6),
    ("glass", ("Stikls", "Стекло", "Glass"), 5),
    ("food", ("Maize un medus", "Хлеб и мёд", "Bread and honey"), 8),
    ("other", ("Āda, ziepes un cits", "Кожа, мыло и другое", "Leather, soap and other"), 5),
)
_TABLE: Texts = ("Galds 1,8 m", "Стол 1,8 м", "Table of 1.8 m")
_TENT: Texts = ("Nojume 3 × 3 m", "Шатёр 3 × 3 м", "Tent of 3 × 3 m")
_QUESTION: Texts = (
    "Vai jums vajag palīgu, nesot mantas no auto?",
    "Нужна ли помощь, чтобы разгрузить машину?",
    "Do you need a hand unloading?",
)


def texts(name: str, words: Texts) -> dict[str, str]:
    """Return the same words as facts of a translated field."""
    return {f"{name}_{language}": text for language, text in zip(("lv", "ru", "en"), words, strict=True)}


def make_call(event: Event, *, host: str, opens_at: datetime, closes_at: datetime, by: Person, at: datetime, most_stalls: int = 2) -> Call:
    """Open the event to makers, with goods groups, things for hire, a question, a required document and prices."""
    facts = {
        "opens_at": opens_at,
        "closes_at": closes_at,
        "decisions_on": (closes_at + timedelta(days=12)).date(),
        "is_published": True,
        "most_stalls": most_stalls,
        "host_municipality": Municipality.objects.get(code=host),
        **texts("rules_text", RULES),
        **texts("introduction", INTRODUCTION),
    }
    call = calls.save_call(event=event, facts=facts, by=by, at=at)
    groups = [{"code": code, "cap_stalls": cap, **texts("name", name)} for code, name, cap in GROUPS]
    _parts(call, GoodsGroup, groups, by, at)
    _parts(call, AddOn, [{"code": "table", "most": 4, "stock": 40, **texts("name", _TABLE)},
                         {"code": "tent", "most": 1, "stock": 20, **texts("name", _TENT)}], by, at)  # fmt: skip
    _parts(call, CallQuestion, [{"kind": CallQuestion.Kind.YES_NO, **texts("text", _QUESTION)}], by, at)
    food = [call.goods_groups.get(code="food")]
    _parts(call, RequiredPaper, [{"kind": "food", "goods_groups": food}], by, at)
    return calls.save_prices(call=call, prices=usual("EUR"), by=by, at=at)


def _parts(call: Call, kind: type[Any], rows: Sequence[Mapping[str, Any]], by: Person, at: datetime) -> None:
    calls.save_parts(call=call, kind=kind, rows=[(None, row) for row in rows], removed=(), by=by, at=at)


_DEMONSTRATIONS: dict[str, Texts] = {
    "ceramics": ("Virpo podus, apmeklētāji var pamēģināt", "Гончарный круг, можно попробовать", "Throwing pots; visitors may try"),
    "textiles": ("Aušana uz galda stellēm", "Ткачество на настольном станке", "Weaving on a table loom"),
    "metal": ("Kalšana pie pārvietojamas ēzes", "Ковка у переносного горна", "Smithing at a portable forge"),
    "wood": ("Karotes grebšana", "Резьба ложки", "Carving a spoon"),
    "glass": ("Stikla griešana", "Резка стекла", "Cutting glass"),
}


def apply(
    call: Call, made: Made, number: int, by: Person, at: datetime, *, is_sent: bool = True, earlier: Application | None = None
) -> Application:
    """Apply to the call for a maker, page by page as they would; a draft stays one."""
    keeper = made.exhibitor.keepers.first()
    who, source = (keeper.person, "web") if keeper else (by, "web" if made.maker.has_email else "paper")
    profiles.acquaint(exhibitor=made.exhibitor, partner=call.event.partner, by=who, at=at)
    staff = source != Application.Source.WEB
    application = calls.begin(call=call, exhibitor=made.exhibitor, by=who, at=at, source=source, earlier=earlier)
    pages = [(_goods(call, made), Lists(photos=made.photos[: call.photos_max]))]
    if is_sent or number % 2:
        pages.append((_place(call, made, number), Lists(wishes=_wishes(call, made, number), days=list(call.event.days.all()))))
    if is_sent:
        pages.append((_rest(call, made, number), Lists()))
    for minutes, (facts, lists) in enumerate(pages):
        application = calls.save(
            application=application, facts=facts, lists=lists, revision=application.revision, by=who,
            at=at + timedelta(minutes=4 * minutes), by_staff=staff,
        )  # fmt: skip
    if is_sent:
        application = calls.submit(application=application, by=who, at=at + timedelta(minutes=20), by_staff=staff)
    return application


def _goods(call: Call, made: Made) -> dict[str, Any]:
    ware, language = made.ware, 0 if made.maker.language == "lv" else 1
    return {
        "goods_group": call.goods_groups.get(code=ware.group),
        "product": ware.product[language],
        "assortment": ", ".join(name[language] for name, _low, _high, _motif in ware.works),
        "price_range": f"{min(low for _n, low, _h, _m in ware.works)}–{max(high for _n, _l, high, _m in ware.works)} €",
        "own_making_percent": 100,
    }


def _place(call: Call, made: Made, number: int) -> dict[str, Any]:
    burns = made.maker.craft == "MET-FOR"
    stalls = 2 if call.most_stalls > 1 and (made.maker.kind in ("business", "studio")) and not burns else 1
    power = {"MET-FOR": 3, "FOO-BRE": 3, "CER-POT": 1, "WOO-TUR": 2}.get(made.maker.craft, 1 if number % 3 == 0 else 0)
    return {
        "stalls_max": stalls,
        "front_m": Decimal(3 * stalls),
        "own_tent": number % 4 != 0,
        "tent_note": "3 × 3 m, balta" if number % 4 else "",
        "power_kw": Decimal(power),
        "has_fire": burns,
        "needs_water": made.maker.craft.startswith("FOO"),
        "vehicle_plate": f"DEMO-{number + 10}",
        "vehicle_length_m": Decimal("5.2"),
        "vehicle_stays": burns,
        "add_ons": {"table": 1 + number % 2} if number % 3 else {},
    }


def _rest(call: Call, made: Made, number: int) -> dict[str, Any]:
    language = 0 if made.maker.language == "lv" else 1
    shown = _DEMONSTRATIONS.get(made.ware.group) if number % 3 == 0 else None
    declared = ["own_making", "true", *(["no_business"] if made.maker.form == "NP" else [])]
    question = call.questions.get()
    return {
        "demonstrates": shown is not None,
        "demonstration": shown[language] if shown else "",
        "demonstration_times": "11.00, 14.00" if shown else "",
        "answers": {str(question.pk): "yes" if number % 5 == 0 else "no"},
        "declarations": declared,
        "rules_version": call.rules_version,
    }


def _wishes(call: Call, made: Made, number: int) -> list[dict[str, Any]]:
    """A stall or two of the right rows, and then their zone."""
    row = {"food": "D", "metal": "U"}.get(made.ware.group, "ABC"[number % 3]) if made.maker.craft != "MET-JEW" else "B"
    here = Stall.objects.filter(ground__event=call.event)
    stalls = list(here.filter(row=row).order_by("position")) or list(here.filter(row="C"))
    wished: list[dict[str, Any]] = [{"stall": stalls[number % len(stalls)]}, {"stall": stalls[(number * 3 + 1) % len(stalls)]}]
    if wished[0] == wished[1]:
        wished.pop()
    zone = Zone.objects.filter(ground__event=call.event, purpose="food" if made.ware.group == "food" else "crafts").first()
    return [*wished, {"zone": zone}] if zone else wished
