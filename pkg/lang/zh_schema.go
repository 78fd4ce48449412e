package lang

// zhSchema are the sentences of sc schema.
func zhSchema() map[string]string {
	return map[string]string{}
}
