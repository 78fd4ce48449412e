package lang

// zhWording are the values of service entries as people read them.
func zhWording() map[string]string {
	return map[string]string{
		"%s %%":                       "%s%%",
		"%s day":                      "%s 天",
		"%s days":                     "%s 天",
		"%s hour":                     "%s 小时",
		"%s hours":                    "%s 小时",
		"%s minute":                   "%s 分钟",
		"%s minutes":                  "%s 分钟",
		"%s per %s":                   "每%[2]s %[1]s 次",
		"%s times":                    "%s 次",
		"at least %s":                 "不低于 %s",
		"at most %s":                  "不超过 %s",
		"calendar time":               "自然时间",
		"exactly %s":                  "等于 %s",
		"measured by the %s":          "按%s统计",
		"not on public holidays":      "法定节假日除外",
		"public holidays included":    "含法定节假日",
		"within the hours of service": "服务时间内",
	}
}
