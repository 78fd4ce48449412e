package cli

import (
	"strings"

	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
)

// foresee adds to an amendment, or an approval of one, what a person should know
// before it lands: on a terminal, and of an approval anywhere, what it changes; and the
// open requests that nobody could take onward behind it.
func (s *session) foresee(p *proposal) error {
	text := p.records[records.ProcedureFile]
	if p.approves != nil {
		text = p.approves
	}
	var next procedure.Procedure
	if err := records.Decode(records.ProcedureFile, text, &next); err != nil {
		return err
	}
	stranded, err := s.strands(&next)
	if err != nil {
		return err
	}
	if p.displays(s.app) {
		var difference strings.Builder
		if err := render.Diff(&difference, records.ProcedureFile, p.before[records.ProcedureFile], text); err != nil {
			return err
		}
		p.remarks = append(p.remarks, strings.TrimSuffix(difference.String(), "\n"))
	}
	if p.approves != nil {
		p.remarks = append(p.remarks, s.amiss(&next)...)
	}
	p.remarks = append(p.remarks, stranded...)
	return nil
}

// displays reports whether what the amendment changes is shown, and not by a dry run.
func (p *proposal) displays(a *app) bool {
	if a.flags.dryRun {
		return p.records[records.ProcedureFile] == nil
	}
	return p.approves != nil || p.ask != "" && a.asks() && !a.flags.yes
}

// amiss is what a check of a procedure warns of.
func (s *session) amiss(p *procedure.Procedure) []string {
	var said []string
	for _, f := range p.Check() {
		said = append(said, s.app.say.T("warning: %s", s.app.say.Say(f.Message)))
	}
	return said
}
