package catalogue

// Publishable names the fields that an entry still lacks to be published: the
// nine of §5.3 in its order, and the levels; nil if it lacks none.
func Publishable(e Entry) []string {
	var missing []string
	for _, f := range []struct {
		name   string
		absent bool
	}{
		{"name", e.Name.blank()},
		{"summary", e.Summary.blank()},
		{"objective", e.Objective.blank()},
		{"audience", e.Audience.blank()},
		{"content", len(e.Content) == 0},
		{"frequency", e.Frequency == nil},
		{"hours", e.Hours == nil},
		{"delivery", len(e.Delivery) == 0},
		{"deliverables", len(e.Deliverables) == 0},
		{"levels", len(e.Levels) == 0},
	} {
		if f.absent {
			missing = append(missing, f.name)
		}
	}
	return missing
}
