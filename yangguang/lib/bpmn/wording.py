"""What the elements of BPMN are called in Chinese."""

WORDS = {
    "task": "未定类型的任务", "manualTask": "人工任务", "receiveTask": "接收任务", "sendTask": "发送任务",
    "scriptTask": "脚本任务", "businessRuleTask": "规则任务", "callActivity": "调用活动", "subProcess": "子流程",
    "transaction": "事务子流程", "adHocSubProcess": "特别子流程", "inclusiveGateway": "包容网关",
    "eventBasedGateway": "事件网关", "complexGateway": "复杂网关", "intermediateCatchEvent": "中间捕获事件",
    "intermediateThrowEvent": "中间抛出事件", "boundaryEvent": "边界事件", "participant": "泳池", "messageFlow": "消息流",
    "multiInstanceLoopCharacteristics": "多实例（会签）", "standardLoopCharacteristics": "循环标记",
    "timerEventDefinition": "定时触发", "messageEventDefinition": "消息触发", "signalEventDefinition": "信号触发",
    "errorEventDefinition": "错误触发", "terminateEventDefinition": "终止触发", "conditionalEventDefinition": "条件触发",
    "escalationEventDefinition": "升级触发", "compensateEventDefinition": "补偿触发", "linkEventDefinition": "链接触发",
    "cancelEventDefinition": "取消触发",
}  # fmt: skip
