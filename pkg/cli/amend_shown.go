package cli

import (
	"strings"

	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
)

// foresee adds to an amendment what a person should know before it lands: on a
// terminal, what it changes, and anywhere the open requests that nobody could take
// onward behind it.
func (s *session) foresee(p *proposal) error {
	text, enacted := p.records[records.ProcedureFile]
	if !enacted {
		return nil // it is an approval
	}
	var next procedure.Procedure
	if err := records.Decode(records.ProcedureFile, text, &next); err != nil {
		return err
	}
	stranded, err := s.strands(&next)
	if err != nil {
		return err
	}
	if p.ask != "" && s.app.asks() && !s.app.flags.yes && !s.app.flags.dryRun {
		var difference strings.Builder
		if err := render.Diff(&difference, records.ProcedureFile, p.before[records.ProcedureFile], text); err != nil {
			return err
		}
		p.remarks = append(p.remarks, strings.TrimSuffix(difference.String(), "\n"))
	}
	p.remarks = append(p.remarks, stranded...)
	return nil
}
