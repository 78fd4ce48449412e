package lang

// english are the terms whose English is not their key.
func english() map[string]string {
	return map[string]string{}
}
