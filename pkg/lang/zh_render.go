package lang

// zhRender are the sentences of package render.
func zhRender() map[string]string {
	return map[string]string{
		"%s days ago": "%s 天前",
		"%s h ago":    "%s 小时前",
		"%s min ago":  "%s 分钟前",
		"%s: %s":      "%s：%s",
		"hint: %s":    "提示：%s",
		"just now":    "刚刚",
		"such as: --jq .id, or --jq '.[].id' where there are several": "例如：--jq .id；有多项时用 --jq '.[].id'",
		"the jq expression cannot be read: %s":                        "无法识别 jq 表达式：%s",
		"the jq expression fails: %s":                                 "jq 表达式执行失败：%s",
	}
}
