package cli

import (
	"context"
	"slices"

	"github.com/service-catalogue/sc/pkg/procedure"
)

// meaning says what a version would mean: each change with its reason, and why the
// version has its number.
func (s *session) meaning(ctx context.Context, m *procedure.Manifest) ([]string, error) {
	f, err := s.contrast(ctx, span{number(m.Previous), s.tip.String()})
	if err != nil {
		return nil, err
	}
	f.services = slices.DeleteFunc(f.services, func(c compared) bool { return slices.Contains(s.shelved, c.Service) })
	var lines []string
	for _, c := range f.services {
		lines = append(lines, s.app.say.T("%s  %s: %s", string(c.Service), c.name(), severityWord(c.severity)))
		for _, one := range c.Changes {
			lines = append(lines, "  "+s.app.reasoned(one))
		}
		if c.Successor != nil {
			lines = append(lines, "  "+s.app.say.Say(c.followed()))
		}
	}
	verdict := f.verdict()
	verdict.next = m.Version
	for _, said := range verdict.said()[1:] { // the number itself is told anyway
		lines = append(lines, s.app.say.Say(said))
	}
	return lines, nil
}
