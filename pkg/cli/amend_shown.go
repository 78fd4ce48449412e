package cli

import (
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
)

// foresee adds to an amendment, or an approval of one, what a person should know
// before it lands: on a terminal, and of an approval anywhere, what it changes; and the
// open requests that nobody could take onward behind it.
func (s *session) foresee(p *proposal) error {
	next, err := p.nextProcedure()
	if err != nil {
		return err
	}
	stranded, err := s.strands(next)
	if err != nil {
		return err
	}
	orphaned, err := s.orphans(next)
	if err != nil {
		return err
	}
	if p.displays(s.app) {
		changed, err := difference(p.before[records.ProcedureFile], p.nextText())
		if err != nil {
			return err
		}
		p.remarks = append(p.remarks, changed)
	}
	p.remarks = append(p.remarks, s.amiss(next, p)...)
	p.remarks = append(append(p.remarks, stranded...), orphaned...)
	return nil
}

// difference is how two texts of the procedure differ, for people.
func difference(old, text []byte) (string, error) {
	var lines strings.Builder
	err := render.Diff(&lines, records.ProcedureFile, old, text)
	return strings.TrimSuffix(lines.String(), "\n"), err
}

// displays reports whether what the amendment changes is shown, and not by a dry run.
func (p *proposal) displays(a *app) bool {
	if a.flags.dryRun {
		return p.records[records.ProcedureFile] == nil
	}
	return p.approves != nil || p.ask != "" && a.asks() && !a.flags.yes
}

// amiss is what a check of a procedure warns of: to whoever approves it all, else what
// is new.
func (s *session) amiss(next *procedure.Procedure, p *proposal) []string {
	var known []string
	if p.approves == nil {
		known = s.warnings(s.rules)
	}
	return slices.DeleteFunc(s.warnings(next), func(w string) bool { return slices.Contains(known, w) })
}

func (s *session) warnings(p *procedure.Procedure) []string {
	return each(p.Check(), func(f finding.Finding) string { return s.app.say.T("warning: %s", s.app.say.Say(f.Message)) })
}
