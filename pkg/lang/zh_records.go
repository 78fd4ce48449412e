package lang

// zhRecords are the sentences of package records.
func zhRecords() map[string]string {
	return map[string]string{
		"there is no %s":                 "没有 %s",
		"there is nothing called \"%s\"": "没有名为“%s”的内容",
	}
}
