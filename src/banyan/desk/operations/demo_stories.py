"""What the enterprises of the demo have told: problems and requests as one hears them, none of a
real enterprise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Story:
    """What somebody told, and what was done about it in the end."""

    about: str
    """``kind.category`` of the pack."""
    title: str
    text: str
    answer: str
    gravity: str = "general"
    fields: Mapping[str, str] = field(default_factory=dict)


STORIES = (
    Story(
        "problem.energy",
        "二号车间夜间频繁跳闸，注塑机无法连续生产",
        "近两周夜间已跳闸五次，每次停机约四十分钟，模具内料件报废。请协调排查供电线路。",
        "供电单位更换老化分支开关并调整负荷，连续一周无跳闸。",
        "urgent",
    ),
    Story(
        "problem.energy",
        "变压器满负荷运行，夏季需错峰生产",
        "现有变压器负载率超过百分之九十五，高温时段只能错峰开机，影响交货。",
        "已安排临时转供负荷，并指导企业办理增容。",
    ),
    Story(
        "problem.finance",
        "流动资金贷款下月到期，希望办理无还本续贷",
        "贷款八百万元下月到期，订单饱满但回款周期长，倒贷成本高，希望银行续贷。",
        "经协调，开户行同意办理无还本续贷一年，利率下调二十个基点。",
    ),
    Story(
        "problem.finance",
        "首次申请设备贷款因抵押不足被退回",
        "采购数控机床需融资五百万元，厂房为租赁，缺少抵押物，希望对接担保。",
        "政府性融资担保机构提供担保，贷款已放款。",
    ),
    Story(
        "problem.land",
        "厂房产权证迟迟未办，影响抵押融资",
        "厂房竣工已一年，因规划核实材料缺失，至今未取得不动产权证。",
        "补齐规划核实材料后，已核发不动产权证。",
    ),
    Story(
        "problem.land",
        "园区租金合同即将到期，出租方要求上涨三成",
        "现租厂房三千平方米，续租涨幅过高，搬迁又影响生产，请协调。",
        "经园区与出租方协商，租金涨幅控制在百分之五以内，续签三年。",
    ),
    Story(
        "problem.labour",
        "春节后一线普工缺口约六十人",
        "缝制和包装岗位到岗率不足七成，订单已排至五月，希望组织专场招聘。",
        "组织两场专场招聘和劳务协作，到岗五十二人。",
        "urgent",
    ),
    Story(
        "problem.labour",
        "技术骨干子女入学遇到困难",
        "三名引进工程师的子女今秋入学，户籍未迁入，希望安排就近入学。",
        "教育部门已按人才子女政策安排就近入学。",
    ),
    Story(
        "problem.market",
        "出口订单减少，希望参加境外展会",
        "传统市场订单下降两成，希望了解境外展会补助和参展渠道。",
        "已纳入境外重点展会计划，落实展位两个。",
    ),
    Story(
        "problem.market",
        "产品入围本地重点工程采购遇到门槛",
        "本地重点项目采购要求同类业绩三项以上，首台套产品难以进入，希望推介。",
        "组织供需对接会，与两家业主单位签订试用协议。",
    ),
    Story(
        "problem.innovation",
        "与高校联合攻关的中试场地不足",
        "新型膜材料中试需要洁净场地约四百平方米，园区暂无合适场所。",
        "协调产业研究院开放中试平台，已签订使用协议。",
    ),
    Story(
        "problem.innovation",
        "高新技术企业复审材料口径不明",
        "研发费用归集口径与税务加计扣除口径不一致，担心影响复审。",
        "科技、税务部门上门辅导，材料已提交。",
    ),
    Story(
        "problem.environment",
        "喷涂线废气治理改造工期与检查时间冲突",
        "正在更换催化燃烧设备，改造期间需停线，希望合理安排检查时间。",
        "生态环境部门指导制定改造期间管控方案，改造已验收。",
    ),
    Story(
        "problem.environment",
        "园区污水管网容量不足，雨天倒灌",
        "连续降雨时厂区排水口倒灌，仓库一层进水，存在安全隐患。",
        "园区完成管网清淤并加装止回阀。",
        "grave",
    ),
    Story(
        "problem.approval",
        "新增产品许可范围变更办理时间较长",
        "新增二类产品生产许可变更已申请四十天，客户等待验厂。",
        "开通加急办理，许可变更已批复。",
    ),
    Story(
        "problem.approval",
        "多部门检查频次偏高，希望合并",
        "上月接受检查四次，内容有重复，希望实行联合检查。",
        "已纳入联合检查计划，全年检查不超过两次。",
    ),
    Story(
        "problem.transport",
        "厂区门口道路限行，集装箱货车无法进出",
        "道路改造后白天限行，集装箱车只能夜间进出，仓储压力大。",
        "核发通行证并调整限行时段。",
    ),
    Story(
        "problem.transport",
        "公交末班车过早，夜班工人下班不便",
        "夜班工人约二百人，末班车晚上八点半，下班无车可乘。",
        "公交延长末班车至二十二点，并增设停靠点。",
    ),
    Story(
        "problem.construction",
        "二期厂房施工许可办理中，希望容缺受理",
        "二期厂房桩基已具备开工条件，缺一项勘察审查意见。",
        "按容缺受理办理，施工许可已核发。",
    ),
    Story(
        "problem.construction",
        "工地周边市政管线未迁改，影响基坑施工",
        "红线内有一段通信管线未迁改，基坑支护无法继续。",
        "权属单位已完成迁改，恢复施工。",
    ),
    Story(
        "problem.money",
        "去年设备更新补助尚未到账",
        "去年技改设备补助已公示，至今未到账，影响后续设备采购。",
        "核实系收款账号有误，更正后已拨付到账。",
    ),
    Story(
        "problem.money",
        "专精特新奖励不清楚申报渠道",
        "企业去年获评专精特新，不清楚奖励是否需要申报。",
        "该奖励免申即享，已完成账户确认。",
    ),
    Story(
        "problem.other",
        "园区食堂和宿舍配套不足",
        "园区职工三千余人，食堂只有一处，希望增加配套。",
        "园区新增食堂一处，公租房已配租八十套。",
    ),
    Story(
        "factor.power",
        "新增两条压铸生产线，申请增容",
        "新线六月投产，现有容量不足，申请增容并希望缩短外线工期。",
        "已完成外线施工并送电。",
        fields={"capacity": "1250", "voltage": "10kV", "needed_on": "2026-12-20"},
    ),
    Story(
        "factor.power",
        "研发中心双回路供电申请",
        "检测设备不能断电，申请第二回路供电。",
        "第二回路已接入。",
        fields={"capacity": "630", "voltage": "10kV", "needed_on": "2027-01-15"},
    ),
    Story(
        "factor.energy_quota",
        "扩建项目能耗指标尚缺",
        "扩建项目已备案，年综合能耗指标尚未落实。",
        "从腾退指标中统筹安排。",
        fields={"standard_coal": "3200", "project": "年产两万吨功能母粒扩建项目"},
    ),
    Story(
        "factor.gas",
        "锅炉煤改气，需要接入中压管道",
        "两台锅炉改用天然气，需要接入园区中压管道。",
        "管道已接通并点火。",
        fields={"daily_volume": "4800", "pressure": "medium", "needed_on": "2026-12-31"},
    ),
    Story(
        "factor.land",
        "增资扩产需要工业用地约三十亩",
        "现有厂区已满，拟建智能工厂，希望在园区内供地。",
        "地块已列入年度供地计划并发布公告。",
        fields={"area": "30", "project": "智能工厂一期", "investment": "26000"},
    ),
    Story(
        "factor.plant",
        "急需标准厂房过渡生产",
        "原厂房征收，需在年底前找到过渡厂房。",
        "已落实标准厂房两层，签订租赁合同。",
        "urgent",
        fields={"floor_area": "4200", "load": "800", "needed_on": "2026-12-30"},
    ),
    Story(
        "factor.rent",
        "承租国有厂房，申请租金减免",
        "受订单下滑影响，申请按政策减免租金。",
        "按规定减免三个月租金。",
        fields={"landlord": "园区建设发展公司", "rent": "680000"},
    ),
    Story(
        "factor.pollution_permit",
        "扩产后化学需氧量排放指标不足",
        "扩产后年排放量增加，需要购买或调剂指标。",
        "通过排污权交易取得指标。",
        fields={"pollutant": "化学需氧量", "quantity": "6.5"},
    ),
)
