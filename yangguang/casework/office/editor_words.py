"""What the editor of processes is told: the subset as things to draw, the words of its buttons, our attributes."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from yangguang.lib import bpmn

_ATTRIBUTE = re.compile(r"(用 )?yg:([a-z-]+)(?: 写明它的代码)?")
_NEAR = {
    "userTask",
    "exclusiveGateway",
    "parallelGateway",
    "endEvent",
}  # offered beside a selected step as well


def things() -> list[dict[str, Any]]:
    """Everything of the subset (``bpmn.drawables``) with its word and sign."""
    words = {
        ("startEvent", ""): (_("开始"), "start-event-none"),
        ("endEvent", ""): (_("结束"), "end-event-none"),
        ("endEvent", "terminateEventDefinition"): (_("终止（其余各路一起结束）"), "end-event-terminate"),
        ("userTask", ""): (_("任务"), "user-task"),
        ("userTask", "multiInstanceLoopCharacteristics"): (_("会签任务"), "parallel-mi-marker"),
        ("serviceTask", ""): (_("由系统办的任务"), "service-task"),
        ("exclusiveGateway", ""): (_("排他网关（选一路）"), "gateway-xor"),
        ("parallelGateway", ""): (_("并行网关（同时走）"), "gateway-parallel"),
        ("inclusiveGateway", ""): (_("包容网关（选几路）"), "gateway-or"),
        ("subProcess", ""): (_("子流程"), "subprocess-expanded"),
        ("callActivity", ""): (_("调用活动（办另一个流程）"), "call-activity"),
        ("intermediateCatchEvent", "messageEventDefinition"): (
            _("等待消息"),
            "intermediate-event-catch-message",
        ),
        ("receiveTask", ""): (_("接收任务（等待消息）"), "receive-task"),
        ("boundaryEvent", "messageEventDefinition"): (
            _("办理中收到消息"),
            "intermediate-event-catch-message",
        ),
        ("boundaryEvent", "timerEventDefinition"): (_("到期事件"), "intermediate-event-catch-timer"),
    }
    return [
        {
            "tag": one.tag,
            "definition": one.definition,
            "word": words.get((one.tag, one.definition), (one.tag, ""))[0],
            "icon": words.get((one.tag, one.definition), ("", "task"))[1],
            "near": one.tag in _NEAR and not one.definition,
        }
        for one in bpmn.drawables()
    ]


def descriptor() -> dict[str, Any]:
    """Our attributes as the modeller wants to be told of them (a moddle descriptor)."""
    return {
        "name": "Yangguang",
        "prefix": "yg",
        "uri": bpmn.NAMESPACE,
        "xml": {"tagAlias": "lowerCase"},
        "types": [
            {
                "name": f"{tag[0].upper()}{tag[1:]}",
                "extends": [f"bpmn:{tag[0].upper()}{tag[1:]}"],
                "properties": [{"name": name, "isAttr": True, "type": "String"} for name in names],
            }
            for tag, names in bpmn.ATTRIBUTES.items()
        ],
    }


def words() -> dict[str, str]:
    """What the script says."""
    return {
        "hand": _("拖动画布"),
        "lasso": _("框选"),
        "connect": _("连线"),
        "delete": _("删除"),
        "pool": _("泳池（放泳道）"),
        "lane": _("泳道"),
        "flow": _("连线"),
        "process": _("流程"),
        "add": _("加：{what}"),
        "after": _("后面加：{what}"),
        "laneBelow": _("下面加一条泳道"),
        "laneAbove": _("上面加一条泳道"),
        "split": _("分成两条泳道"),
        "foreign": _("{tag}（不能运行）"),
        "nameless": _("没有名称"),
        "begun": _("打开了。"),
        "unsaved": _("有改动还没有保存。"),
        "saving": _("正在保存……"),
        "saved": _("草稿已保存，{time}。"),
        "failed": _("没有保存：网络或服务有问题，请稍后再按“保存草稿”。这里画的还在。"),
        "unreadable": _("打不开这张图：{why}"),
        "checking": _("正在检查……"),
        "clean": _("检查通过：能运行，走哪条路都能办完。"),
        "unproven": _("能运行，但证不出总能办完；要发布，请写明理由。"),
        "errors": _("有 {n} 个问题，改好后才能发布。"),
        "warnings": _("能运行；有 {n} 处请留意。"),
        "right": _("写法正确。"),
        "notAllowed": _("这两个元素之间不能连线。"),
        "code": _("代码"),
        "label": _("办法"),
        "reason": _("要写理由"),
        "remove": _("去掉"),
        "pass": _("pass:通过"),
        "defaultFlow": _("其他情况都走这条线"),
        "none": _("请选择"),
        "unknown": _("{code}（没有这一项）"),
    }


def plainly(message: str) -> str:
    """A finding as the editor's own form says it: the names of attributes are the names of its fields."""
    fields = _fields()

    def said(found: re.Match[str]) -> str:
        field = {"field": fields.get(found[2], found[2])}
        return _("在表单里选“%(field)s”") % field if found[1] else _("表单里的“%(field)s”") % field

    return _ATTRIBUTE.sub(said, message)


def _fields() -> dict[str, str]:
    return {
        "post": _("由哪个岗位办"),
        "limit": _("期限"),
        "service": _("由系统做什么"),
        "message": _("等哪一种消息"),
        "outcomes": _("可以怎样办结"),
        "apart": _("不能由办过这些任务的人办"),
        "collection": _("名单是哪个事实"),
        "of": _("名单上是"),
        "enough": _("何时算完成"),
        "in": _("交给它的事实"),
        "out": _("办完取回的事实"),
        "office": _("由哪个事实写的单位办"),
    }


def translations() -> dict[str, str]:
    """The modeller's own words that can still appear."""
    return {
        "Search in diagram": _("在图里找"),
        "Open {element}": _("打开{element}"),
        "unnamed": _("没有名称"),
        "Toggle keyboard hints": _("显示快捷键"),
        "no process or collaboration to display": _("文件里没有可以画的流程"),
        "no diagram to display": _("文件里没有图"),
    }
