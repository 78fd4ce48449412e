package lang

// zhRecords are the sentences of package records.
func zhRecords() map[string]string {
	return map[string]string{
		"there is no %s": "没有 %s",
	}
}
