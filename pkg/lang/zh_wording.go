package lang

// zhWording are the values of service entries as people read them.
func zhWording() map[string]string {
	return map[string]string{
		"%s %%":                                "%s%%",
		"%s day":                               "%s 天",
		"%s days":                              "%s 天",
		"%s hour":                              "%s 小时",
		"%s hours":                             "%s 小时",
		"%s minute":                            "%s 分钟",
		"%s minutes":                           "%s 分钟",
		"%s per %s":                            "每%[2]s %[1]s 次",
		"%s times":                             "%s 次",
		"at least %s":                          "不低于 %s",
		"at most %s":                           "不超过 %s",
		"calendar time":                        "自然时间",
		"exactly %s":                           "等于 %s",
		"measured by the %s":                   "按%s统计",
		"not on public holidays":               "法定节假日除外",
		"public holidays included":             "含法定节假日",
		"within the hours of service":          "服务时间内",
		"service entry":                        "服务条目",
		"New services":                         "新增服务",
		"More than before":                     "承诺增强",
		"Less than before":                     "承诺减弱",
		"No longer offered":                    "不再提供",
		"Other changes":                        "其他变化",
		"ready to be deployed, not yet in use": "就绪可部署，尚未在用",
		"%s takes its place":                   "由%s替代",
		"nothing takes its place":              "没有替代服务",
		"%s: %s → %s":                          "%s：%s → %s",
		"%s: now also %s":                      "%s：新增 %s",
		"%s: no longer %s":                     "%s：不再有 %s",
	}
}
