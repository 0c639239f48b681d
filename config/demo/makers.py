"""The makers of the demonstration, as data: invented people from both countries, whose surnames say so ("sample", "invented")."""

from dataclasses import dataclass

from config.demo.events import Texts


@dataclass(frozen=True, slots=True)
class Ware:
    """What makers of one craft bring: the main product in two words, things with their prices, and the picture of each."""

    group: str
    product: Texts
    works: tuple[tuple[Texts, int, int, str], ...]


WARES: dict[str, Ware] = {
    "TEX-WEA": Ware("textiles", ("linu dvieļi", "льняные полотенца", "linen towels"), (
        (("Linu dvielis ar rakstu joslu", "Льняное полотенце с узорной каймой", "Linen towel with a patterned border"), 18, 35, "cloth"),
        (("Galda celiņš", "Дорожка на стол", "Table runner"), 28, 60, "cloth"),
        (("Prievītes", "Пояски", "Garters"), 8, 15, "belt"))),
    "TEX-BEL": Ware("textiles", ("austas jostas", "тканые пояса", "woven belts"), (
        (("Lielvārdes josta", "Широкий пояс", "Broad belt"), 60, 140, "belt"),
        (("Josta ar zīmēm", "Пояс с узорами", "Belt with signs"), 25, 45, "belt"),
        (("Dvielis", "Полотенце", "Towel"), 20, 32, "cloth"))),
    "TEX-KNI": Ware("textiles", ("rakstaini cimdi", "узорные варежки", "patterned mittens"), (
        (("Latgales cimdi", "Латгальские варежки", "Latgalian mittens"), 25, 45, "mittens"),
        (("Bērnu cimdiņi", "Детские варежки", "Children's mittens"), 12, 18, "mittens"),
        (("Vilnas šalle", "Шерстяной шарф", "Woollen scarf"), 30, 55, "cloth"))),
    "TEX-SEW": Ware("textiles", ("lina krekli", "льняные рубашки", "linen shirts"), (
        (("Lina krekls", "Льняная рубашка", "Linen shirt"), 45, 80, "cloth"),
        (("Maizes maisiņš", "Мешочек для хлеба", "Bread bag"), 8, 12, "cloth"),
        (("Josta pie krekla", "Пояс к рубашке", "Belt for a shirt"), 15, 25, "belt"))),
    "WOO-TUR": Ware("wood", ("virpoti trauki", "точёная посуда", "turned bowls"), (
        (("Ozola bļoda", "Дубовая миска", "Oak bowl"), 25, 70, "bowl"),
        (("Karotes", "Ложки", "Spoons"), 5, 14, "spoons"),
        (("Svečturis", "Подсвечник", "Candlestick"), 18, 30, "pot"))),
    "WOO-SPL": Ware("wood", ("skalu grozi", "корзины из дранки", "splint baskets"), (
        (("Sēņu grozs", "Корзина для грибов", "Mushroom basket"), 25, 45, "basket"),
        (("Maizes grozs", "Хлебница", "Bread basket"), 15, 22, "basket"),
        (("Malkas grozs", "Корзина для дров", "Log basket"), 40, 60, "basket"))),
    "WOO-WIC": Ware("wood", ("klūgu pinumi", "плетение из лозы", "wickerwork"), (
        (("Tirgus grozs", "Базарная корзина", "Market basket"), 30, 50, "basket"),
        (("Paplāte", "Поднос", "Tray"), 18, 28, "basket"),
        (("Grozs ar vāku", "Корзина с крышкой", "Basket with a lid"), 35, 70, "basket"))),
    "WOO-GRA": Ware("wood", ("pinumi no purva zālēm", "плетение из болотных трав", "marsh-grass plaiting"), (
        (("Zāļu grozs", "Короб из трав", "Grass box"), 20, 45, "basket"),
        (("Paliktnis", "Подставка", "Mat"), 6, 12, "basket"),
        (("Cepure", "Шляпа", "Hat"), 25, 40, "basket"))),
    "WOO-TOY": Ware("wood", ("koka rotaļlietas", "деревянные игрушки", "wooden toys"), (
        (("Zirdziņš uz riteņiem", "Лошадка на колёсах", "Horse on wheels"), 22, 38, "toy"),
        (("Lauku sēta, 12 gabali", "Хутор, 12 деталей", "Farm of 12 pieces"), 35, 60, "toy"),
        (("Karote bērnam", "Ложка для ребёнка", "Child's spoon"), 4, 7, "spoons"))),
    "WOO-INS": Ware("wood", ("kokles", "кокле", "kokles"), (
        (("Vienpadsmitstīgu kokle", "Кокле, одиннадцать струн", "Kokle of eleven strings"), 290, 420, "kokle"),
        (("Latgales kokle", "Латгальская кокле", "Latgalian kokle"), 380, 650, "kokle"),
        (("Bērnu kokle", "Кокле для детей", "Child's kokle"), 120, 160, "kokle"))),
    "CER-POT": Ware("ceramics", ("māla trauki", "глиняная посуда", "clay dishes"), (
        (("Medus pods", "Горшок для мёда", "Honey pot"), 18, 40, "pot"),
        (("Bļoda ar apmali", "Миска с каймой", "Rimmed bowl"), 15, 45, "bowl"),
        (("Krūze", "Кружка", "Mug"), 12, 18, "pot"))),
    "CER-RED": Ware("ceramics", ("svēpētā keramika", "чернолощёная керамика", "smoke-fired ceramics"), (
        (("Svēpēta vāze", "Чернолощёная ваза", "Smoke-fired vase"), 30, 90, "pot"),
        (("Tējas bļodiņa", "Пиала", "Tea bowl"), 14, 22, "bowl"),
        (("Ūdens krūka", "Кувшин для воды", "Water jug"), 35, 60, "pot"))),
    "CER-WHI": Ware("ceramics", ("māla svilpaunieki", "глиняные свистульки", "clay whistles"), (
        (("Svilpaunieks", "Свистулька", "Whistle"), 5, 12, "toy"),
        (("Zirdziņš", "Лошадка", "Little horse"), 8, 15, "toy"),
        (("Bļodiņa", "Мисочка", "Small bowl"), 10, 16, "bowl"))),
    "MET-FOR": Ware("metal", ("kalti svečturi", "кованые подсвечники", "forged candlesticks"), (
        (("Trīszaru svečturis", "Подсвечник на три свечи", "Three-branched candlestick"), 70, 140, "iron"),
        (("Āķi un viras", "Крючки и петли", "Hooks and hinges"), 6, 30, "iron"),
        (("Kamīna rīki", "Каминный набор", "Fireside tools"), 90, 160, "iron"))),
    "MET-JEW": Ware("metal", ("saktas", "фибулы", "brooches"), (
        (("Pakavsakta", "Подковообразная фибула", "Penannular brooch"), 35, 90, "ring"),
        (("Gredzens ar pinumu", "Кольцо с плетением", "Braided ring"), 25, 60, "ring"),
        (("Rokassprādze", "Браслет", "Bracelet"), 40, 85, "ring"))),
    "GLA-STA": Ware("glass", ("vitrāžas", "витражи", "stained glass"), (
        (("Loga saule", "Солнце в окно", "Sun for a window"), 45, 120, "glass"),
        (("Lukturis svecei", "Фонарь для свечи", "Candle lantern"), 30, 55, "glass"),
        (("Stikla lāses", "Стеклянные капли", "Glass drops"), 6, 10, "drops"))),
    "GLA-FUS": Ware("glass", ("kausēts stikls", "фьюзинг", "fused glass"), (
        (("Stikla lāses logam", "Стеклянные капли на окно", "Glass drops for a window"), 7, 15, "drops"),
        (("Šķīvis", "Тарелка", "Plate"), 25, 50, "glass"),
        (("Auskari", "Серьги", "Earrings"), 12, 20, "drops"))),
    "FOO-HON": Ware("food", ("medus", "мёд", "honey"), (
        (("Liepu medus", "Липовый мёд", "Lime honey"), 6, 12, "jars"),
        (("Viršu medus", "Вересковый мёд", "Heather honey"), 8, 15, "jars"),
        (("Medus ar ogām", "Мёд с ягодами", "Honey with berries"), 7, 10, "jars"))),
    "FOO-BRE": Ware("food", ("rudzu maize", "ржаной хлеб", "rye bread"), (
        (("Rudzu maize", "Ржаной хлеб", "Rye bread"), 4, 7, "bread"),
        (("Saldskābmaize", "Кисло-сладкий хлеб", "Sweet-sour bread"), 4, 6, "bread"),
        (("Ķimeņu sausiņi", "Сухарики с тмином", "Caraway rusks"), 3, 5, "bread"))),
    "EXT-LEA": Ware("other", ("ādas somas", "кожаные сумки", "leather bags"), (
        (("Pleca soma", "Сумка через плечо", "Shoulder bag"), 70, 140, "bag"),
        (("Maks", "Кошелёк", "Purse"), 18, 35, "bag"),
        (("Josta", "Ремень", "Belt"), 25, 40, "belt"))),
    "EXT-SOA": Ware("other", ("ziepes un sveces", "мыло и свечи", "soap and candles"), (
        (("Ziepes ar vaivariņiem", "Мыло с багульником", "Soap with wild rosemary"), 4, 6, "bread"),
        (("Vaska svece", "Восковая свеча", "Wax candle"), 5, 12, "jars"),
        (("Svecīšu komplekts", "Набор свечей", "Set of candles"), 12, 20, "jars"))),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Maker:
    """One maker. `papers` are kinds with how far each was verified; `sign_in`: the address of whoever looks after the profile."""

    name: str
    craft: str
    home: str
    form: str = "SDV"
    latin: str = ""
    latvian: str = ""
    shown: str = ""
    kind: str = "person"
    country: str = "LV"
    papers: tuple[tuple[str, str], ...] = ()
    address: str = ""
    sign_in: str = ""
    has_email: bool = True
    other_crafts: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        return "lv" if self.country == "LV" else "ru"


_FOLK = (("folk_master", "checked"), ("receipts", "seen"))
_FOOD = (("food", "checked"), ("receipts", "seen"))
_BOOK = (("receipts", "declared"),)


def _ru(name: str, latin: str, latvian: str, craft: str, home: str, form: str = "NPD", **more: object) -> Maker:
    return Maker(name, craft, home, form, latin, latvian, country="RU", **more)  # type: ignore[arg-type]


MAKERS: tuple[Maker, ...] = (
    Maker("Anna Piemēre", "CER-POT", "preilu-novads", shown="Māla piemērs", papers=_FOLK, address="“Piemēri”, Aglonas pag., LV-5304",
          sign_in="anna@example.org", other_crafts=("CER-RED",)),
    _ru("Ольга Станкова-Примерная", "Olga Stankova-Primernaia", "Olga Stankova-Primernaja", "TEX-WEA", "pskov", shown="Псковский лён",
        address="180000, Псков, ул. Примерная, д. 1", sign_in="olga@example.org", papers=(("own_making", "declared"),)),
    Maker("Zaiga Izdomiņa", "TEX-WEA", "balvu-novads", shown="Izdomas stelles", papers=(("heritage", "checked"), ("receipts", "seen")),
          address="Izdomu iela 3, Balvi, LV-4501"),
    Maker("SIA “Paraugkalve”", "MET-FOR", "ludzas-novads", "SIA", kind="business", shown="Paraugkalve", papers=(("craftsman", "checked"),),
          address="“Kalves”, Ciblas pag., LV-5709"),
    Maker("Jānis Mēģinājums", "WOO-SPL", "kraslavas-novads", "IK", shown="Mēģinājuma grozi", papers=_BOOK,
          address="Skolas iela 50, Andrupene, LV-5687"),
    Maker("Ilze Demonstre", "TEX-KNI", "augsdaugavas-novads", "NP", papers=(("no_business", "seen"),),
        address="“Demonstri”, Ilūkstes pag."),
    Maker("ZS “Iedomu pļavas”", "FOO-HON", "kraslavas-novads", "ZS", kind="business", papers=_FOOD, address="“Iedomas”, Ūdrīšu pag."),
    Maker("Marta Neīstā", "FOO-BRE", "preilu-novads", shown="Neīstā maize", papers=_BOOK, address="Somersētas iela 7, Aglona"),
    Maker("Olga Izdomāta", "GLA-STA", "kraslavas-novads", shown="Stikla pasaka", papers=(("master", "seen"),),
        address="Pils iela 12, Krāslava"),
    Maker("Aivars Paraudziņš", "WOO-INS", "rezeknes-novads", papers=(("master", "checked"),), address="“Kokles”, Lūznavas pag."),
    Maker("SIA “Šablona āda”", "EXT-LEA", "daugavpils-2021", "SIA", kind="business", papers=_BOOK, address="Rīgas iela 99, Daugavpils"),
    Maker("Kristaps Maketnieks", "WOO-TOY", "livanu-novads", shown="Makets kokā", papers=_BOOK, address="Domes iela 9, Līvāni"),
    Maker("Elīna Maketniece", "TEX-SEW", "livanu-novads", shown="Maketnieces lins", papers=_BOOK, address="Domes iela 9, Līvāni"),
    Maker("TLMS “Paraugdubna”", "TEX-WEA", "livanu-novads", "PUB", kind="studio", papers=(("heritage", "checked"),),
        address="Zaļā iela 30, Līvāni"),
    Maker("Biedrība “Izdomas ciems”", "TEX-BEL", "augsdaugavas-novads", "NGO", kind="studio", address="“Izdomas”, Kalkūnes pag."),
    Maker("Gunta Testiņa", "EXT-SOA", "balvu-novads", shown="Tīrās ziepes", papers=_BOOK, address="Kurmenes iela 8, Rugāji"),
    Maker("Raimonds Etalons", "WOO-TUR", "preilu-novads", shown="Etalona poga", papers=_FOLK, address="“Etaloni”, Riebiņu pag."),
    Maker("Dace Fiktīva", "TEX-SEW", "augsdaugavas-novads", shown="Fiktīvais lins", papers=_BOOK, address="Jelgavas iela 90, Ilūkste"),
    Maker("Valdis Teika", "CER-POT", "rezeknes-novads", shown="Teikas māls", papers=_FOLK, address="“Teikas”, Ozolmuižas pag."),
    Maker("Skaidrīte Šablone", "CER-RED", "ludzas-novads", papers=(("folk_master", "seen"),),
        address="Tālavijas iela 27, Ludza", has_email=False),
    Maker("Līga Varbūtēja", "CER-POT", "daugavpils-2021", shown="Varbūt māls", papers=_BOOK, address="Cietokšņa iela 60, Daugavpils"),
    Maker("Edgars Iedoma", "MET-JEW", "rezeknes-novads", shown="Iedomu sudrabs", papers=(("craftsman", "seen"),),
        address="Atbrīvošanas aleja 90"),
    Maker("Pēteris Domājams", "MET-FOR", "kraslavas-novads", papers=_BOOK, address="“Smēdes”, Andrupenes pag."),
    Maker("Ināra Piemēra", "GLA-FUS", "livanu-novads", shown="Ināras lāses", papers=_BOOK, address="Stikla iela 4, Līvāni"),
    Maker("Velta Izdoma", "TEX-KNI", "balvu-novads", "NP", papers=(("no_business", "declared"),),
        address="“Izdomas”, Viļakas pag.", has_email=False),
    Maker("Uldis Mēģis", "WOO-TUR", "augsdaugavas-novads", shown="Mēģa virpa", papers=_BOOK, address="“Mēģi”, Naujenes pag."),
    Maker("Aija Domājama", "TEX-BEL", "rezeknes-novads", shown="Aijas jostas", papers=(("heritage", "seen"),),
        address="“Jostas”, Gaigalavas pag."),
    Maker("Māris Fiktīvs", "WOO-WIC", "ludzas-novads", shown="Klūgas un Fiktīvs", papers=_BOOK, address="“Klūgas”, Ciblas pag."),
    Maker("Anita Teika", "FOO-BRE", "daugavpils-2021", shown="Teiku krāsns", papers=_FOOD, address="Vienības iela 70, Daugavpils"),
    Maker("Sandra Paraudziņa", "EXT-LEA", "riga", papers=_BOOK, address="Brīvības iela 299, Rīga"),
    _ru("Дарья Вымыслова", "Daria Vymyslova", "Darja Vimislova", "WOO-GRA", "porhovskij-okrug", shown="Вымысел из травы",
        address="182620, Порхов, ул. Вымышленная, д. 2"),
    _ru("Иван Примеров", "Ivan Primerov", "Ivans Primerovs", "MET-FOR", "pskov", "IP", shown="Кузница Примера",
        address="Псков, Пробный пер., д. 3"),
    _ru("Нина Образцова", "Nina Obraztsova", "Ņina Obrazcova", "TEX-BEL", "porhovskij-okrug", shown="Образцовый пояс", address="Порхов"),
    _ru("Юрий Щёткин-Пробный", "Iurii Shchetkin-Probnyi", "Jurijs Ščotkins-Probnijs", "FOO-HON", "porhovskij-okrug", "KFH",
        shown="КФХ «Пробное»", papers=_FOOD, address="Порховский округ, д. Пробная"),
    _ru("ООО «Тестовая лоза»", "Testovaia loza", "Testovaja loza", "WOO-WIC", "pskov", "OOO", kind="business",
        address="Псков, ул. Тестовая, д. 5"),
    _ru("Студия «Небывалица»", "Nebyvalitsa", "Nebivaļica", "CER-WHI", "porhovskij-okrug", "PUB", kind="studio",
        address="Порхов, Дом ремёсел"),
    _ru("Ксения Случайнова", "Kseniia Sluchainova", "Ksenija Slučainova", "CER-POT", "pskov", shown="Случайная глина", address="Псков"),
    _ru("Михаил Небылицын", "Mikhail Nebylitsyn", "Mihails Ņebiļicins", "WOO-TOY", "pskov", address="Псков, ул. Небылиц, д. 7"),
    _ru("Светлана Тестова", "Svetlana Testova", "Svetlana Testova", "GLA-FUS", "pskov", shown="Стекло Тестовой", address="Псков"),
    _ru("Галина Пробная", "Galina Probnaia", "Gaļina Probnaja", "TEX-KNI", "porhovskij-okrug", "NP", address="Порхов"),
    _ru("Анатолий Вымыслов", "Anatolii Vymyslov", "Anatolijs Vimislovs", "MET-JEW", "pskov", "IP", shown="Серебро Вымыслова",
        address="Псков"),
    Maker("Ieva Mēģe", "GLA-STA", "riga", shown="Ievas stikls", papers=_BOOK, address="Miera iela 199, Rīga"),
)  # fmt: skip
