package lang

// zhCheck are the sentences of package check and sc validate.
func zhCheck() map[string]string {
	return map[string]string{}
}
