"""The organizations of a block, and what the other tables need to know of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from banyan.packs.fuzhou.city.columns import dates, words
from banyan.packs.fuzhou.city.credit_codes import credit_codes
from banyan.packs.fuzhou.city.draws import Draw, Integers, Numbers, Truths
from banyan.packs.fuzhou.city.names import trade_names
from banyan.packs.fuzhou.facts import COUNTIES, ORGANIZATION_KINDS, SIZES

KIND_WEIGHTS = (0.971, 0.005, 0.006, 0.007, 0.005, 0.006)
KIND_PREFIXES = ("91", "12", "51", "12", "11", "11")
ENTERPRISE, PARK, ASSOCIATION, INSTITUTION, DEPARTMENT, COUNTY = range(6)

COUNTY_WEIGHTS = {
    "350102": 0.045,
    "350103": 0.03,
    "350104": 0.09,
    "350105": 0.08,
    "350111": 0.08,
    "350112": 0.16,
    "350121": 0.17,
    "350122": 0.06,
    "350123": 0.035,
    "350124": 0.03,
    "350125": 0.015,
    "350181": 0.17,
    "350100": 0.01,
}
ELSEWHERE = {
    "350203": "厦门",
    "350302": "莆田",
    "350503": "泉州",
    "350902": "宁德",
    "330106": "杭州",
    "440305": "深圳",
}
ELSEWHERE_WEIGHT = 0.025
PLACES = {**COUNTIES, **ELSEWHERE}
PLACE_WEIGHTS = [COUNTY_WEIGHTS[code] for code in COUNTIES] + [
    ELSEWHERE_WEIGHT / len(ELSEWHERE) for _ in ELSEWHERE
]
PREFIXES = [prefix + place for prefix in KIND_PREFIXES for place in PLACES]

INDUSTRIES = (
    ("C3911", "电子", 4),
    ("C3974", "光电", 4),
    ("C3982", "微电子", 3),
    ("C3990", "电子材料", 2),
    ("C1713", "纺织", 4),
    ("C1751", "化纤织造", 3),
    ("C1763", "针织", 3),
    ("C1819", "服饰", 3),
    ("C1371", "水产", 3),
    ("C1351", "食品", 2),
    ("C1432", "食品", 3),
    ("C1512", "饮品", 1),
    ("C1953", "鞋业", 2),
    ("C2110", "家居", 2),
    ("C2231", "纸业", 1),
    ("C2319", "包装印刷", 2),
    ("C2614", "化工", 2),
    ("C2653", "新材料", 2),
    ("C2710", "药业", 1),
    ("C2822", "锦纶", 2),
    ("C2929", "塑胶", 3),
    ("C3021", "建材", 2),
    ("C3042", "玻璃", 1),
    ("C3130", "钢铁", 1),
    ("C3252", "铝业", 2),
    ("C3311", "金属制品", 3),
    ("C3443", "机械", 3),
    ("C3484", "精密机械", 2),
    ("C3525", "模具", 2),
    ("C3599", "专用设备", 2),
    ("C3670", "汽车部件", 3),
    ("C3731", "船舶", 0.5),
    ("C3812", "电机", 2),
    ("C3823", "电气", 2),
    ("C3849", "新能源", 1),
    ("C4014", "仪器仪表", 1),
    ("C4190", "工艺品", 1),
    ("B1019", "矿业", 0.5),
    ("D4415", "能源", 0.6),
    ("D4620", "水务", 0.6),
    ("I6511", "软件", 5),
    ("I6531", "信息技术", 5),
    ("I6540", "数字科技", 2),
    ("I6429", "网络科技", 1),
    ("I6319", "通信服务", 0.5),
    ("F5137", "贸易", 8),
    ("F5279", "商贸", 5),
    ("G5430", "物流", 3),
    ("E4813", "建设", 2),
    ("L7212", "企业管理", 2),
    ("M7320", "科技服务", 4),
    ("M7452", "检测", 1),
    ("N7721", "环保", 1),
)
"""Code of GB/T 4754-2017, a word for the name, weight."""

NO_SIZE = len(SIZES)
SIZE_WEIGHTS = (0.015, 0.07, 0.315, 0.57, 0.03)
ACTIVITY = np.array([6.0, 3.0, 1.25, 0.5, 0.6])
"""How much happens to an organization of each size; one on average."""

SCALED_CHANCE = np.array([0.95, 0.85, 0.2, 0.01, 0.05])
SCALED_YEARS = range(2012, 2030)
SCALED_WEIGHTS = (2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 9, 12, 13, 12, 7, 4, 2)

FORMS = ("有限公司", "股份有限公司", "有限责任公司", "（集团）有限公司")
OTHER_KINDS = (
    ("",),
    ("工业园管理委员会", "产业园开发有限公司"),
    ("行业协会", "产业促进会"),
    ("研究院", "技术服务中心"),
    ("产业发展局", "工业促进局"),
    ("镇人民政府", "街道办事处"),
)


@dataclass(frozen=True)
class Organizations:
    """One block's organizations as columns; a row's place in the block is its *owner* number.

    ``size`` is a place in SIZES (4: none), ``scaled_year`` 0 where it is no enterprise above
    designated size, ``activity`` how much happens to it.
    """

    seed: int
    block: int
    total: int  # organizations of the whole city
    frame: pl.DataFrame
    kind: Integers
    size: Integers
    manufacturing: Truths
    industrial: Truths
    software: Truths
    scaled_year: Integers
    activity: Numbers

    @property
    def count(self) -> int:
        return len(self.kind)

    @property
    def codes(self) -> pl.Series:
        return self.frame["uscc"]

    def draw(self, stream: str) -> Draw:
        return Draw(self.seed, self.block, stream)

    def rates(self, rate: float, among: Truths, others: float = 0.05) -> Numbers:
        """``rate`` by activity for those ``among``, the fraction ``others`` of it for the rest."""
        return self.activity * np.where(among, rate, rate * others)

    def pick(self, draw: Draw, wanted: Truths, count: int) -> Integers:
        """Owners among the wanted, the active ones more often; among all where there are none."""
        places = np.flatnonzero(wanted) if wanted.any() else np.arange(self.count)
        return places[draw.choice(self.activity[places], count)].astype(np.int64)


def organizations(seed: int, block: int, first: int, count: int, total: int) -> Organizations:
    """The organizations ``first`` to ``first + count - 1`` of the city."""
    draw = Draw(seed, block, "organizations")
    kind = draw.choice(KIND_WEIGHTS, count)
    enterprise = kind == ENTERPRISE
    place = draw.choice(PLACE_WEIGHTS, count)
    industry = draw.choice([weight for _, _, weight in INDUSTRIES], count)
    classified = np.where(enterprise, draw.chance(0.99, count), draw.chance(0.3, count))
    sections = np.array([code[0] for code, _, _ in INDUSTRIES])[industry]
    manufacturing = classified & (sections == "C")
    industrial = classified & np.isin(sections, ["B", "C", "D"])
    software = classified & (sections == "I")

    sized = enterprise | ((kind == PARK) & draw.chance(0.4, count))
    size = np.where(sized, draw.choice(SIZE_WEIGHTS, count), NO_SIZE)
    scaled = enterprise & (industrial | software) & draw.chance(SCALED_CHANCE[size], count)
    scaled_year = SCALED_YEARS.start + draw.choice(SCALED_WEIGHTS, count)
    codes = credit_codes(PREFIXES, kind * len(PLACES) + place, np.arange(first, first + count))
    frame = pl.DataFrame(
        {
            "uscc": codes,
            "name": _names(draw, kind, place, industry),
            "kind": words(ORGANIZATION_KINDS, kind),
            "county": words(tuple(PLACES), place),
            "industry": words(
                [code for code, _, _ in INDUSTRIES], np.where(classified, industry, -1)
            ),
            "size": words((*SIZES, None), size),
            "scaled_on": dates(draw.days(scaled_year), scaled),
        }
    )
    return Organizations(
        seed=seed,
        block=block,
        total=total,
        frame=frame,
        kind=kind,
        size=size,
        manufacturing=manufacturing,
        industrial=industrial,
        software=software,
        scaled_year=np.where(scaled, scaled_year, 0),
        activity=ACTIVITY[size],
    )


def vanished(draw: Draw, block: int, count: int, total: int) -> pl.Series:
    """Codes of enterprises that were here once and are none of the city's ``total`` now."""
    numbers = total + block * 10_000 + np.arange(count)
    return credit_codes(PREFIXES, draw.whole(0, len(COUNTIES) - 1, count), numbers)


def _names(draw: Draw, kind: Integers, place: Integers, industry: Integers) -> pl.Series:
    count = len(kind)
    home = [name if code in ELSEWHERE else f"福州{name}" for code, name in PLACES.items()]
    home[list(PLACES).index("350100")] = "福州"
    province = draw.chance(0.2, count) & (kind == ENTERPRISE) & (place < len(COUNTIES))
    where = words([*home, "福建"], np.where(province, len(home), place))
    what = words([word for _, word, _ in INDUSTRIES], np.where(kind == COUNTY, -1, industry))
    endings = [*FORMS, *(ending for endings in OTHER_KINDS[1:] for ending in endings)]
    ending = np.where(
        kind == ENTERPRISE,
        draw.choice((0.82, 0.06, 0.08, 0.04), count),
        len(FORMS) + 2 * (kind - 1) + draw.whole(0, 1, count),
    )
    return where + trade_names(draw, count) + what.fill_null("") + words(endings, ending)
