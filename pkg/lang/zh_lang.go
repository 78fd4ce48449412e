package lang

// zhLang are the sentences of package lang.
func zhLang() map[string]string {
	return map[string]string{
		" or ": "或",
	}
}
