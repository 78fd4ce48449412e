package catalogue

import "github.com/service-catalogue/sc/pkg/finding"

// checkObjective: an objective can be found reached or missed, which a vague word
// does not allow.
func checkObjective(l *Located) []finding.Finding {
	if !l.live() {
		return nil
	}
	var out []finding.Finding
	o := l.Entry.Objective
	for _, said := range []struct{ pointer, text string }{
		{"/objective", o.Plain}, {"/objective/zh", o.ZH}, {"/objective/en", o.EN},
	} {
		for _, word := range Vague(said.text) {
			f := l.warning("catalogue/vague", said.pointer, finding.Say("%s says %q, which nobody can measure", Word("objective"), word))
			f.Hint = finding.Say("say what is measured and the value it must reach, such as “within 4 hours” or “at least once a month”")
			out = append(out, f)
		}
	}
	return out
}
