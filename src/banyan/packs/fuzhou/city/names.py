"""Made-up names: places, trade names of uncommon characters, what a company does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banyan.packs.fuzhou.city.columns import words

if TYPE_CHECKING:
    import polars as pl

    from banyan.packs.fuzhou.city.draws import Draw

FIRST = tuple("岚沄珩屿汀泷峤桐樟茉橄鹭鲤螺岱沅漪朗钧铄璟琅筱棠槿芷荻蘅麓岫峥嵘澍淇浔滢潼瀚")
SECOND = tuple("屹衡澄曜朔砺煦玥澜霁祺翊筠煜湛皓骞弈翀睿钊铭锴颢旻晟昱昶昊晔暄烨炜焱焓璨珞琮")
THIRD = tuple("科元成和达润丰泽嘉立信博创维拓正新盛邦源")

PRODUCTS = (
    "智能控制系统",
    "高速绣花机",
    "伺服驱动装置",
    "光电传感模组",
    "锦纶工业丝",
    "冷链分拣设备",
    "中间件平台",
    "工业设计软件",
    "数据库管理系统",
    "激光切割机",
    "储能变流器",
    "精密注塑机",
    "玻璃检测设备",
    "生产执行软件",
    "边缘计算网关",
    "水产加工生产线",
)
PROJECTS = (
    "生产线技术改造",
    "智能车间建设",
    "设备更新",
    "数字化工厂",
    "扩产增效",
    "绿色节能改造",
    "仓储物流自动化",
    "研发中试平台",
)
PHASES = ("", "一期", "二期", "三期")


def trade_names(draw: Draw, count: int) -> pl.Series:
    """Names of two characters, or of three."""
    two = words(FIRST, draw.whole(0, len(FIRST) - 1, count)) + words(
        SECOND, draw.whole(0, len(SECOND) - 1, count)
    )
    return two + words(("", *THIRD), draw.choice((len(THIRD), *(1.0 for _ in THIRD)), count))


def project_names(draw: Draw, count: int) -> pl.Series:
    what = words(PROJECTS, draw.whole(0, len(PROJECTS) - 1, count))
    return trade_names(draw, count) + what + words(PHASES, draw.choice((5, 2, 2, 1), count))
