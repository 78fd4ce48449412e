package cli

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/pack"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// agreementPart are the agreements with customers that held in the period, as they are
// recorded, and what should have been seen to at its end.
func (s *dossier) agreementPart(f *pack.Facts) error {
	all, err := s.agreements()
	if err != nil {
		return err
	}
	for _, a := range all {
		if a.state.Final && a.state.Last.At[:len("2006-01-02")] < f.From {
			continue
		}
		path := records.Agreements().Path(a.id())
		text, err := s.books.Read(path)
		if err != nil {
			return err
		}
		f.Files = append(f.Files, pack.File{Name: "records/" + path, Title: s.agreed(a), Kind: pack.Agreements, Ref: f.At(path), Text: text})
	}
	found, err := s.concernsOn(s.ctx, f.To, nil)
	for _, c := range found {
		about := finding.Say("%s %s: %s", string(c.Agreement), c.Customer, c.say)
		if c.Service != "" {
			about = finding.Say("%s %s, %s: %s", string(c.Agreement), c.Customer, string(c.Service), c.say)
		}
		f.Stale = append(f.Stale, s.app.say.Say(about))
	}
	return err
}

// agreed is what an agreement is about, and where it stands.
func (s *dossier) agreed(a standingAgreement) string {
	services := each(a.Services, func(one procedure.Agreed) string { return string(one.Service) })
	return s.app.say.T("%s with %s, pinned to version %s: %s; %s", a.id(), a.Customer.Name, a.Version, s.app.several(services), s.app.say.Word(string(a.state.State)))
}

// promised are the agreements about services that a request's designs are for: whom else
// the change concerns.
func (s *dossier) promised(f *pack.Facts, r *procedure.Request) ([]pack.Item, error) {
	var designed []catalogue.ServiceID
	for _, e := range r.History {
		for _, g := range e.Design {
			designed = append(designed, g.Service)
		}
	}
	all, err := s.agreements()
	var items []pack.Item
	for _, a := range all {
		path := records.Agreements().Path(a.id())
		listed := slices.ContainsFunc(f.Files, func(one pack.File) bool { return one.Name == "records/"+path })
		if listed && slices.ContainsFunc(designed, a.pins) {
			items = append(items, pack.Item{Text: s.agreed(a), Ref: f.At(path), File: "records/" + path})
		}
	}
	return items, err
}
