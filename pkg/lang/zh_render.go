package lang

// zhRender are the sentences of package render.
func zhRender() map[string]string {
	return map[string]string{
		" — ":         "——",
		"%s days ago": "%s 天前",
		"%s h ago":    "%s 小时前",
		"%s min ago":  "%s 分钟前",
		"%s: %s":      "%s：%s",
		"hint: %s":    "提示：%s",
		"just now":    "刚刚",
		"such as: --jq .id, or --jq '.[].id' where there are several": "例如：--jq .id；有多项时用 --jq '.[].id'",
		"the jq expression cannot be read: %s":                        "无法识别 jq 表达式：%s",
		"the jq expression fails: %s":                                 "jq 表达式执行失败：%s",
		"%s findings were left out":                                   "另有 %s 个问题项未列出",
		"Check of the service catalogue":                              "服务目录检查",
		"GitHub shows %s errors and %s warnings of a step; the others are here and in the step's summary:": "GitHub 每个步骤只标注 %s 个错误和 %s 个警告，其余列在下方和该步骤的摘要中：",
		"and %s more": "另有 %s 项",
		"files checked: %s; errors: %s; warnings: %s": "检查文件：%s；错误：%s；警告：%s",
		"finding":                              "问题项",
		"place":                                "位置",
		"rule":                                 "规则",
		"sc validate --fix can put this right": "此处可用 sc validate --fix 自动改正",
		"the formats are: %s":                  "可用格式：%s",
		"there is no format %s":                "没有 %s 这种格式",
	}
}
