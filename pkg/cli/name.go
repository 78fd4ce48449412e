package cli

// name is what the program was called by: "git sc" where git runs it as one of its own.
func (a *app) name() string {
	if a.Name != "" {
		return a.Name
	}
	return "sc"
}
