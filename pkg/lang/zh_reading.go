package lang

// zhReading are the sentences of reading JSON and YAML of any kind.
func zhReading() map[string]string {
	return map[string]string{}
}
