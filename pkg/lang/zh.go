package lang

// chinese are the texts in Chinese by their English key.
func chinese() map[string]string {
	return map[string]string{}
}
