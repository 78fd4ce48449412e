package lang

// zhDocument are the sentences of the traps and the syntax of package document.
func zhDocument() map[string]string {
	return map[string]string{}
}
