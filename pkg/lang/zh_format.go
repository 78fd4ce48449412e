package lang

// zhFormat are the sentences of sc fmt.
func zhFormat() map[string]string {
	return map[string]string{}
}
