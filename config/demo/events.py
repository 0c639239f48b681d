"""The events of the demonstration and what they offer, as data."""

from dataclasses import dataclass

from ticketing.models import Event, Product

Texts = tuple[str, str, str]
"""The same words in Latvian, Russian and English."""

DAY_TICKET: Texts = ("Dienas biļete", "Билет на день", "Day ticket")
FAMILY: Texts = ("Ģimenes biļete", "Семейный билет", "Family ticket")
PLACE: Texts = ("Vieta", "Место", "Place")
ADULT: Texts = ("Pieaugušais", "Взрослый", "Adult")
CHILD: Texts = ("Bērns no 7 gadiem", "Ребёнок от 7 лет", "Child from 7")
EXHIBITOR: Texts = ("Dalībnieks", "Участник", "Exhibitor")
HELPER: Texts = ("Palīgs", "Помощник", "Helper")


@dataclass(frozen=True, slots=True)
class Offer:
    """A product and the quota over it (None: no limit)."""

    name: Texts
    price: str
    size: int | None = None
    variations: tuple[tuple[Texts, str], ...] = ()
    style: str = Product.Style.TICKET
    is_public: bool = True
    about: Texts = ("", "", "")


@dataclass(frozen=True, slots=True)
class Plan:
    """One event: where, when (days from today, first Saturday on or after it where `saturday`), and what it offers."""

    slug: str
    kind: str
    partner: str
    site: str
    title: Texts
    summary: Texts
    start: int
    days: int = 1
    hours: tuple[float, float] = (10, 18)
    setup: tuple[float, float] | None = None
    is_saturday: bool = False
    state: str = Event.State.PUBLISHED
    mode: str = Event.Mode.IN_PERSON
    offers: tuple[Offer, ...] = ()
    orders: int = 0
    admitted: int = 0
    languages: tuple[str, ...] = ("lv", "ru")
    planned: int | None = None
    rule: str = "once"
    moved_from: int | None = None


def _fair(*extra: Offer) -> tuple[Offer, ...]:
    day = Offer(DAY_TICKET, "3.00", 600, ((ADULT, "3.00"), (CHILD, "1.00")))
    family = Offer(FAMILY, "7.00", None, about=("Divi pieaugušie un bērni", "Двое взрослых и дети", "Two adults and their children"))
    exhibitor = Offer(EXHIBITOR, "0.00", None, style=Product.Style.BADGE, is_public=False)
    return (day, family, *extra, exhibitor, Offer(HELPER, "0.00", None, style=Product.Style.WRISTBAND, is_public=False))


def _free(size: int) -> tuple[Offer, ...]:
    return (Offer(PLACE, "0.00", size),)


EVENTS: tuple[Plan, ...] = (
    Plan(
        "kraslavas-tirgus", Event.Kind.FAIR, "kras", "L08",
        ("Krāslavas amatnieku tirgus", "Ярмарка ремесленников в Краславе", "Krāslava makers' market"),
        ("Trīs dienas amatu centra pagalmā: māls, koks, stikls un maize no krāsns.",
         "Три дня во дворе центра ремёсел: глина, дерево, стекло и хлеб из печи.",
         "Three days in the yard of the crafts centre: clay, wood, glass and bread from the oven."),
        start=-1, days=3, hours=(6, 23), setup=(-14, -10), offers=_fair(), orders=70, admitted=58, planned=900, rule="daily",
    ),
    Plan(
        "maras-tirgus", Event.Kind.FAIR, "rezn", "L02",
        ("Māras tirgus Lūznavā", "Ярмарка Мары в Лузнаве", "Māra's market in Lūznava"),
        ("Diena muižas parkā: kaļ kalējs, auž audējas, cep maizi.",
         "День в усадебном парке: куёт кузнец, ткут ткачихи, пекут хлеб.",
         "A day in the manor park: a smith at the forge, weavers at their looms, bread baking."),
        start=10, hours=(9, 16), is_saturday=True, setup=(6, 8.5), offers=_fair(), orders=24, planned=1200,
    ),
    Plan(
        "cietoksnis", Event.Kind.FAIR, "dpils", "L01",
        ("Amatnieku diena cietoksnī", "День ремесленника в крепости", "Makers' day in the fortress"),
        ("Divas dienas 8. bastiona pagalmā Daugavpilī. Stendu pieteikumi vēl ir atvērti.",
         "Два дня во дворе 8-го бастиона в Даугавпилсе. Заявки на места ещё принимаются.",
         "Two days in the yard of the 8th bastion in Daugavpils. The call for stalls is still open."),
        start=45, days=2, is_saturday=True, setup=(-9, -4), offers=_fair(), orders=12, planned=4000, rule="in_and_out",
    ),
    Plan(
        "cietoksnis-pern", Event.Kind.FAIR, "dpils", "L01",
        ("Amatnieku diena cietoksnī (pērn)", "День ремесленника в крепости (прошлый год)", "Makers' day in the fortress (last year)"),
        ("Pērnā gada tirgus 8. bastiona pagalmā.",
         "Прошлогодняя ярмарка во дворе 8-го бастиона.",
         "Last year's fair in the yard of the 8th bastion."),
        start=-320, days=2, is_saturday=True, setup=(-9, -4), state=Event.State.REPORTED, offers=_fair(), orders=8, planned=3500,
        rule="in_and_out",
    ),
    Plan(
        "porhov", Event.Kind.FAIR, "porh", "L06",
        ("Porhovas meistari", "Порховские мастера", "Masters of Porkhov"),
        ("Pinumi no purva zālēm, keramika un medus Porhovā.",
         "Плетение из болотных трав, керамика и мёд в Порхове.",
         "Marsh-grass plaiting, ceramics and honey in Porkhov."),
        start=80, hours=(10, 17), offers=(Offer(DAY_TICKET, "150.00", 300),), languages=("ru",), planned=500,
    ),
    Plan(
        "latgalisi-reiga", Event.Kind.FAIR, "lpr", "L16",
        ("Latgalīši Reigā brauc", "Латгальцы едут в Ригу", "Latgalians go to Riga"),
        ("33 meistari Brīvdabas muzejā Rīgā, trīs meistarklases ģimenēm.",
         "33 мастера в Музее под открытым небом в Риге, три мастер-класса для семей.",
         "33 makers at the Open-Air Museum in Riga, three masterclasses for families."),
        start=-30, hours=(10, 17), state=Event.State.REPORTED, offers=_fair(), orders=60, admitted=55, planned=800,
    ),
    Plan(
        "ziemassvetki", Event.Kind.FAIR, "kras", "L08",
        ("Ziemassvētku tirdziņš zem jumta", "Рождественский базар под крышей", "Christmas market under a roof"),
        ("Divpadsmit dienas, astoņpadsmit galdi, katru dienu citi meistari.",
         "Двенадцать дней, восемнадцать столов, каждый день другие мастера.",
         "Twelve days, eighteen tables, other makers every day."),
        start=17, days=12, hours=(11, 19), mode=Event.Mode.HYBRID, offers=(Offer(DAY_TICKET, "0.00", None),), orders=6, planned=600,
    ),
    Plan(
        "balvu-tirgus", Event.Kind.FAIR, "balv", "L03",
        ("Balvu pagalma tirgus", "Дворовая ярмарка в Балви", "Balvi yard market"),
        ("Vētras dēļ pārcelts: gaidīsim jūs Balvu amatnieku mājā.",
         "Перенесена из-за бури: ждём вас в Доме ремёсел в Балви.",
         "Moved because of a storm: we await you at the craftsmen's house in Balvi."),
        start=16, hours=(10, 16), state=Event.State.MOVED, moved_from=-5, offers=_fair(), orders=18, planned=300,
    ),
    *(
        Plan(
            f"socialie-mediji-{group}", Event.Kind.TRAINING, "lpr", site,
            (f"Sociālie mediji un iepakojums, {group}. grupa", f"Социальные сети и упаковка, группа {group}",
             f"Social media and packaging, group {group}"),
            ("Divas dienas amatniekiem: kā rādīt, iesaiņot un pārdot savu darbu.",
             "Два дня для ремесленников: как показать, упаковать и продать свою работу.",
             "Two days for makers: how to show, pack and sell your work."),
            start=start, days=2, hours=(10, 16), mode=mode, admitted=admitted, state=state,
        )
        for group, site, start, mode, state, admitted in (
            (1, "L17", -12, Event.Mode.HYBRID, Event.State.FINISHED, 17),
            (2, "L02", 24, Event.Mode.HYBRID, Event.State.PUBLISHED, 0),
        )
    ),
    *(
        Plan(
            f"darbnica-{slug}", Event.Kind.WORKSHOP, partner, site,
            (f"Radošā darbnīca: {craft[0]}", f"Творческая мастерская: {craft[1]}", f"Creative workshop: {craft[2]}"),
            ("Trīs dienas darbnīcā pie meistara; materiāli un darbarīki ir uz vietas.",
             "Три дня в мастерской у мастера; материалы и инструменты на месте.",
             "Three days in a master's workshop; materials and tools are there."),
            start=start, days=3, hours=(10, 17), offers=_free(12) if orders else (), orders=orders, mode=mode, languages=("lv", "ru"),
        )
        for slug, partner, site, craft, start, orders, mode in (
            ("metals", "ludz", "L14", ("metāls", "металл", "metal"), 31, 5, Event.Mode.IN_PERSON),
            ("ausana", "balv", "L03", ("aušana", "ткачество", "weaving"), 38, 0, Event.Mode.IN_PERSON),
            ("koks", "kras", "L04", ("koks", "дерево", "wood"), 52, 7, Event.Mode.IN_PERSON),
            ("keramika", "prei", "L12", ("keramika", "керамика", "ceramics"), 59, 0, Event.Mode.IN_PERSON),
            ("stikls", "liva", "L13", ("stikls", "стекло", "glass"), 66, 4, Event.Mode.IN_PERSON),
            ("purva-zales", "lpr", "L17", ("purva zāles", "болотные травы", "marsh grass"), 73, 3, Event.Mode.ONLINE),
        )
    ),
    Plan(
        "meistarklases", Event.Kind.MASTERCLASSES, "dpils", "L01",
        ("Meistarklases cietoksnī", "Мастер-классы в крепости", "Masterclasses in the fortress"),
        ("45 minūtes pie podnieka ripas, ēzes vai stellēm. Bērni no 7 gadiem kopā ar pieaugušo.",
         "45 минут за гончарным кругом, у горна или ткацкого станка. Дети от 7 лет со взрослым.",
         "45 minutes at the potter's wheel, the forge or the loom. Children from 7 with an adult."),
        start=45, is_saturday=True, hours=(11, 17),
        offers=(
            Offer(("Podniecība 11.00", "Гончарное дело 11:00", "Pottery 11:00"), "6.00", 8, ((ADULT, "6.00"), (CHILD, "4.00"))),
            Offer(("Kalšana 13.00", "Кузнечное дело 13:00", "Smithing 13:00"), "6.00", 6),
            Offer(("Jostu aušana 15.00", "Ткачество поясов 15:00", "Band weaving 15:00"), "0.00", 8),
        ),
        orders=9,
    ),
    Plan(
        "amats-bez-robezam", Event.Kind.CONFERENCE, "lpr", "L02",
        ("Konference “Amats bez robežām”", "Конференция «Ремесло без границ»", "Conference “Craft without borders”"),
        ("Viena diena zālē, otra ceļā: referāti, darba grupas un braucieni pie meistariem.",
         "День в зале, день в пути: доклады, рабочие группы и поездки к мастерам.",
         "One day in the hall, one on the road: talks, working groups and visits to makers."),
        start=90, days=2, hours=(9.5, 17), mode=Event.Mode.HYBRID, languages=("lv", "ru", "en"), planned=120,
    ),
    Plan(
        "amatu-vakars", Event.Kind.MASTERCLASSES, "lpr", "L02",
        ("Amatu vakars Lūznavas smēdē", "Вечер ремёсел в лузнавской кузнице", "Evening of crafts at the Lūznava forge"),
        ("Pie ēzes, pie ripas un pie galda: trīs stundas ar trim meistariem un vakariņas.",
         "У горна, у круга и за столом: три часа с тремя мастерами и ужин.",
         "At the forge, at the wheel and at the table: three hours with three masters, and supper."),
        start=21, is_saturday=True, hours=(17, 21), planned=120,
        offers=(Offer(("Vakara biļete", "Билет на вечер", "Evening ticket"), "12.00", 140),),
    ),
    Plan(
        "stikla-vakars", Event.Kind.WORKSHOP, "liva", "L13",
        ("Stikla pūtēju vakars", "Вечер стеклодувов", "An evening of glassblowing"),
        ("Krāsns sabojājās, tāpēc vakars ir atcelts. Samaksāto saņemsiet atpakaļ.",
         "Печь вышла из строя, поэтому вечер отменён. Деньги вернём полностью.",
         "The furnace broke down, so the evening is cancelled. Everything that was paid goes back."),
        start=9, hours=(18, 21), state=Event.State.CANCELLED, planned=40, offers=(Offer(PLACE, "15.00", 40),), orders=12,
    ),
    Plan(
        "vadibas-grupa", Event.Kind.MEETING, "lpr", "L17",
        ("Projekta vadības grupas sanāksme", "Заседание группы управления проектом", "Project steering group meeting"),
        ("Tiešsaistē, divas stundas.", "Онлайн, два часа.", "Online, two hours."),
        start=6, hours=(14, 16), mode=Event.Mode.ONLINE, state=Event.State.DRAFT, offers=_free(30),
    ),
)  # fmt: skip
